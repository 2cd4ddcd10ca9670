import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { objection } from '../../tools/arrows.mjs';
import { fingerprint } from '../../tools/build/fingerprint.mjs';
import { withLock } from '../../tools/build/lock.mjs';
import { readStamps, writeStamp } from '../../tools/build/stamps.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flotilla-build-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the build', () => {
  test('a part is built again when a source changes, appears or goes, and not when a test does', () => {
    mkdirSync(join(folder, 'src'));
    const write = (name: string, text: string) => {
      writeFileSync(join(folder, 'src', name), text);
      return fingerprint(folder, ['src', 'not-there']);
    };
    const first = write('a.ts', '1');
    expect(write('a.test.ts', '1')).toBe(first);
    expect(write('a.ts', '2')).not.toBe(first);
    expect(write('a.ts', '1')).toBe(first);
    expect(write('b.ts', '')).not.toBe(first);
  });

  test('one part leaves the stamp of another alone', () => {
    writeStamp(folder, 'server', 'one');
    writeStamp(folder, 'web', 'two');
    expect(readStamps(folder)).toEqual({ server: 'one', web: 'two' });
  });

  test('two builds of one folder take turns', async () => {
    const file = join(folder, 'lock');
    const order: string[] = [];
    let finish = () => {};
    const one = withLock(file, async () => {
      await new Promise<void>((done) => (finish = done));
      order.push('first');
    });
    const two = withLock(
      file,
      async () => order.push('second'),
      (line: string) => order.push(line.trim()),
    );
    finish();
    await Promise.all([one, two]);
    expect(order).toEqual(['build           waits for another build of this folder', 'first', 'second']);
  });

  test('a build that was killed does not keep the next one waiting', async () => {
    writeFileSync(join(folder, 'lock'), '4194305'); // above the largest process id there can be
    await expect(withLock(join(folder, 'lock'), async () => 'built')).resolves.toBe('built');
  });
});

describe('who may import whom', () => {
  const allowed = (file: string, specifier: string, asType = false) => objection(file, specifier, asType) === undefined;

  test('workflows may know activities and the contract as types only, and never Node', () => {
    expect(allowed('workflows/run.ts', '../activities/watch.js', true)).toBe(true);
    expect(allowed('workflows/run.ts', '../activities/watch.js')).toBe(false);
    expect(allowed('workflows/run.ts', '../domain/contract/runs.js')).toBe(false);
    expect(allowed('workflows/run.ts', 'node:crypto')).toBe(false);
  });

  test('one engine never imports another', () => {
    expect(allowed('src/engines/docker/docker.engine.ts', './to-exit.js')).toBe(true);
    expect(allowed('src/engines/docker/docker.engine.ts', '../process/to-exit.js')).toBe(false);
  });

  test('a feature reaches the store through a port', () => {
    expect(allowed('src/runs/runs.service.ts', '../../domain/ports.js')).toBe(true);
    expect(allowed('src/runs/runs.service.ts', '../store/mongo-run-store.js')).toBe(false);
    expect(allowed('src/runs/runs.module.ts', '../store/mongo-run-store.js')).toBe(true);
    expect(allowed('src/runs/runs.service.ts', 'mongoose')).toBe(false);
  });
});
