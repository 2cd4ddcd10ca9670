import { describe, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockWhenFree, tryLock } from './lock-file.js';
import { ownIdentity } from './process-identity.js';

const folder = mkdtempSync(join(tmpdir(), 'flotilla-lock-'));

describe('a lock in a file', () => {
  test('only one can have it, and the others are told who', () => {
    const path = join(folder, 'one');
    const first = tryLock(path);
    expect(first.kind).toBe('held');
    expect(tryLock(path)).toEqual({ kind: 'taken', by: ownIdentity() });
    if (first.kind === 'held') first.release();
    expect(existsSync(path)).toBe(false);
  });

  test('it does not outlive its holder, whatever ended that', () => {
    const path = join(folder, 'stale');
    writeFileSync(path, JSON.stringify({ pid: 1, start: 'before the last boot' }));
    expect(tryLock(path).kind).toBe('held');
  });

  test('a damaged lock keeps nobody out', () => {
    const path = join(folder, 'damaged');
    writeFileSync(path, '');
    expect(tryLock(path).kind).toBe('held');
  });

  test('whoever waits for it is told once and gets it when it is free', async () => {
    const path = join(folder, 'waiting');
    const first = tryLock(path);
    const told: number[] = [];
    const second = lockWhenFree(path, ({ pid }) => {
      told.push(pid);
      if (first.kind === 'held') first.release();
    });
    (await second)();
    expect(told).toEqual([process.pid]);
  });

  test('waiting for it can be given up', async () => {
    const path = join(folder, 'given-up');
    tryLock(path);
    const stop = new AbortController();
    await expect(lockWhenFree(path, () => stop.abort(new Error('enough')), stop.signal)).rejects.toThrow('enough');
  });
});
