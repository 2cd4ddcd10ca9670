import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Spawner } from './spawner.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flotilla-spawner-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const writes = (text: string) => ['-c', `printf '%s' "$WHO ${text}" > out.tmp && mv out.tmp out`];
const appears = async (path: string) => {
  while (!existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 20));
  return readFileSync(path, 'utf8');
};

test('a process is started in its folder, with its environment and nothing of ours', async () => {
  await new Spawner().start('/bin/sh', writes('$HOME'), { cwd: folder, env: { WHO: 'me' } });
  expect(await appears(join(folder, 'out'))).toBe('me ');
});

test('what the system refuses is told with its own code', async () => {
  const spawner = new Spawner();
  await expect(spawner.start('/no/such/program', [], { cwd: folder, env: {} })).rejects.toMatchObject({
    code: 'ENOENT',
  });
  await expect(spawner.start('/bin/sh', ['a\0b'], { cwd: folder, env: {} })).rejects.toMatchObject({
    code: 'ERR_INVALID_ARG_VALUE',
  });
  await spawner.start('/bin/sh', writes('again'), { cwd: folder, env: { WHO: 'still' } });
  expect(await appears(join(folder, 'out'))).toBe('still again');
});

test('many at once are each answered', async () => {
  const spawner = new Spawner();
  const starts = Array.from({ length: 50 }, (_, n) =>
    spawner.start('/bin/sh', ['-c', `: > ${n}`], { cwd: folder, env: {} }),
  );
  await expect(Promise.all(starts)).resolves.toHaveLength(50);
});
