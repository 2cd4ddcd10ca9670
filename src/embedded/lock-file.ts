import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.js';
import { pause } from './pause.js';

export type LockAttempt =
  { readonly kind: 'held'; readonly release: () => void } | { readonly kind: 'taken'; readonly by: ProcessIdentity };

/** Takes a lock that lasts no longer than this process, whatever ends it; or tells who has it. */
export function tryLock(path: string): LockAttempt {
  mkdirSync(dirname(path), { recursive: true });
  const mine = JSON.stringify(ownIdentity());
  for (;;) {
    if (createWhole(path, mine)) return { kind: 'held', release: () => rmSync(path, { force: true }) };
    const theirs = read(path);
    if (theirs === undefined) continue; // released in this moment
    const holder = parse(theirs);
    if (holder !== undefined && isAlive(holder)) return { kind: 'taken', by: holder };
    clearStale(path, theirs);
  }
}

/** Waits for the lock, calling `onWait` once with its holder. */
export async function lockWhenFree(
  path: string,
  onWait: (by: ProcessIdentity) => void,
  signal?: AbortSignal,
): Promise<() => void> {
  for (let told = false; ; await pause(200, signal)) {
    const attempt = tryLock(path);
    if (attempt.kind === 'held') return attempt.release;
    if (!told) onWait(attempt.by);
    told = true;
  }
}

// A link appears with its content in one step; a file that is created and then written could be read empty in between.
function createWhole(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function clearStale(path: string, expected: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // somebody else cleared it
  }
  // Between our look and our rename another may have cleared it and taken the lock: give it back.
  if (read(aside) === expected) rmSync(aside, { force: true });
  else renameSync(aside, path);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text: string): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('start' in value)) return undefined;
    return typeof value.pid === 'number' && typeof value.start === 'string'
      ? { pid: value.pid, start: value.start }
      : undefined;
  } catch {
    return undefined;
  }
}
