import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { newCredential } from '../../src/access/credential.js';
import { flotilla, ToyTerminal } from '../fakes/toy-terminal.js';
import { ApiWorld } from './world.js';

test('one logs in once, makes and revokes tokens, and logs out', async () => {
  const world = await ApiWorld.start({ FLOTILLA_ACCESS: 'tokens' });
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-login-'));
  const type = (input: string, ...words: string[]) => {
    const terminal = new ToyTerminal({ env: { FLOTILLA_URL: world.url, FLOTILLA_CONFIG_DIR: folder } });
    terminal.input.end(input);
    return flotilla(world.url, words, terminal);
  };
  const id = '01KB2ZJ3V7Q4T8RWX2M5N6P0AB';
  const { text, hash } = newCredential('token', id);
  const token = { name: 'mine', person: 'root', role: 'admin', createdAt: 1, createdBy: 'x' } as const;
  await world.tokens.insert({ id, hash, ...token });

  expect((await type('', 'ps')).err).toContain('flotilla login');
  expect((await type('nonsense\n', 'login')).exitCode).toBe(1);
  expect((await type(`${text}\n`, 'login')).err).toContain('as root (admin)');
  expect(statSync(join(folder, 'tokens.json')).mode & 0o777).toBe(0o600);
  expect((await type('', 'whoami')).out).toBe('root\n');
  const made = await type('', 'tokens', 'create', 'build', '--person', 'ci', '--group', 'science', '--days', '30');
  expect(made.out).toMatch(/^flotilla_t_\S+\n$/);
  expect((await type('', 'tokens')).out).toMatch(/ci +launcher +science +active +never .* build\n/);
  const revoked = /its id is (\w+)/.exec(made.err)?.[1] ?? '';
  expect((await type('', 'tokens', 'revoke', revoked)).exitCode).toBe(0);
  expect((await type('', 'logout')).exitCode).toBe(0);
  expect(readFileSync(join(folder, 'tokens.json'), 'utf8')).not.toContain('flotilla_t_');
  expect((await type('', 'whoami')).exitCode).toBe(1);
  rmSync(folder, { recursive: true });
  await world.stop();
});
