import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

// This file runs from dist/src/config, and in tests from src/config.
const above = resolve(import.meta.dirname, '../..');
const top = basename(above) === 'dist' ? resolve(above, '..') : above;

/** The version in package.json. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as { version: string }; // our own file
  return version;
}
