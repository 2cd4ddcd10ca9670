import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What each part of dist/ was last built from: part name → fingerprint. */
export function readStamps(root) {
  try {
    return JSON.parse(readFileSync(join(root, 'dist/.stamps.json'), 'utf8'));
  } catch {
    return {}; // nothing built yet, or cut off in the middle: build again
  }
}

export function writeStamp(root, part, fingerprint) {
  const file = join(root, 'dist/.stamps.json');
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify({ ...readStamps(root), [part]: fingerprint }, null, 2));
  renameSync(`${file}.new`, file);
}
