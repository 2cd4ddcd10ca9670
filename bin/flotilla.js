#!/usr/bin/env node
// The `flotilla` command: what dist/ holds, built first when nothing is there yet.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

if (!existsSync(join(import.meta.dirname, '../dist/src/cli/main.js'))) {
  const { build } = await import('../tools/build.mjs');
  await build({ quiet: true });
}
process.setSourceMapsEnabled(true);
await import('../dist/src/cli/main.js');
