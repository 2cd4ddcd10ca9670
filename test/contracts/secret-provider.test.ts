import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { EnvironmentSecrets } from '../../src/secrets/environment-secrets.js';
import { FileSecrets } from '../../src/secrets/file-secrets.js';
import { FirstThatHas } from '../../src/secrets/first-that-has.js';
import { MemorySecrets } from '../fakes/memory-secrets.js';
import { secretProviderContract } from './secret-provider.contract.js';

const top = mkdtempSync(join(tmpdir(), 'flotilla-secrets-'));
afterAll(() => {
  rmSync(top, { recursive: true });
});

function filesOf(secrets: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(top, 'folder-'));
  for (const [name, value] of Object.entries(secrets)) writeFileSync(join(folder, name), value);
  return folder;
}

describe('in memory', () => secretProviderContract(async (secrets) => new MemorySecrets(secrets)));
describe('of the environment', () =>
  secretProviderContract(async (secrets) => new EnvironmentSecrets(new Map(Object.entries(secrets)))));
describe('of files', () => secretProviderContract(async (secrets) => new FileSecrets(filesOf(secrets))));
describe('of several', () =>
  secretProviderContract(
    async ({ API_KEY = '', ...others }) =>
      new FirstThatHas([new MemorySecrets({ API_KEY }), new MemorySecrets({ ...others, API_KEY: 'not this one' })]),
  ));

describe('files', () => {
  let folder: string;
  let secrets: FileSecrets;
  beforeEach(() => {
    folder = filesOf({ 'key.pem': 'a\nb\n', empty: '', crlf: 'x\r\n', '.hidden': 'x' });
    secrets = new FileSecrets(folder);
  });

  test('may stand in folders and behind links, as Kubernetes mounts them; without their last line end', async () => {
    mkdirSync(join(folder, 'reports'));
    symlinkSync(join(folder, 'key.pem'), join(folder, 'reports', 'db'));
    expect(await secrets.read('reports/db')).toBe('a\nb');
    expect(await secrets.read('crlf')).toBe('x');
    expect(await secrets.read('empty')).toBe('');
    expect([await secrets.has('reports'), await secrets.has('.hidden'), await secrets.has('reports//db')]).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('are read anew each time, because they may be replaced', async () => {
    writeFileSync(join(folder, 'key.pem'), 'new');
    expect(await secrets.read('key.pem')).toBe('new');
  });

  test('that no environment can hold are refused, and their values are not told', async () => {
    writeFileSync(join(folder, 'large'), 'hunter2'.repeat(20_000));
    writeFileSync(join(folder, 'binary'), 'hunter2\0');
    for (const name of ['large', 'binary']) {
      const error: unknown = await secrets.read(name).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'invalid-request', message: expect.stringContaining(name) });
      expect(String(error)).not.toContain('hunter2');
    }
  });

  test('that lead nowhere are missing to it', async () => {
    symlinkSync(join(folder, 'loop'), join(folder, 'loop'));
    expect(await secrets.has('loop')).toBe(false);
    await expect(secrets.read('loop')).rejects.toMatchObject({ code: 'secret-missing' });
  });
});
