import { copyFileSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

const LARGEST_BYTES = 20 * 1024 * 1024;
const LOOK_EVERY_MS = 60_000;

/**
 * Watches over the logs of a folder: one that grew too large becomes `<name>.1` and begins anew. Returns the way to stop it.
 * The children write to their files themselves (appending), so a file is emptied in place; a line in the very moment may be lost.
 */
export function keepLogsSmall(folder: string, largestBytes = LARGEST_BYTES): () => void {
  rotate(folder, largestBytes);
  const timer = setInterval(() => rotate(folder, largestBytes), LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function rotate(folder: string, largestBytes: number): void {
  for (const name of logsIn(folder)) {
    const path = join(folder, name);
    if (statSync(path).size <= largestBytes) continue;
    copyFileSync(path, `${path}.1`);
    truncateSync(path);
  }
}

function logsIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.log'));
  } catch {
    return []; // nothing has been written yet
  }
}
