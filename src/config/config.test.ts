import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ConfigError, environment, readConfig } from './config.js';

describe('config', () => {
  test('an empty environment is a complete configuration for one machine', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ host: '127.0.0.1', port: 7070, installation: 'local', allowProcessEngine: false });
    expect(config.dataDir).toBe(join(process.cwd(), '.flotilla'));
    expect(config.cacheDir).toBe(join(homedir(), '.cache/flotilla'));
  });

  test('all bad variables are named at once, and none of their values is shown', () => {
    const env = { FLOTILLA_PORT: 'seven-thousand', MONGODB_URI: 'user:hunter2@host', FLOTILLA_LOG_LEVEL: 'loud' };
    const error = failure(() => readConfig(env));
    expect(error.variables.toSorted()).toEqual(['FLOTILLA_LOG_LEVEL', 'FLOTILLA_PORT', 'MONGODB_URI']);
    for (const value of Object.values(env)) expect(error.message).not.toContain(value);
  });

  test('a variable set to nothing counts as not set', () => {
    expect(readConfig({ FLOTILLA_TOKEN: '', FLOTILLA_PORT: ' ' })).toMatchObject({ token: undefined, port: 7070 });
  });

  test('the configuration cannot be changed after it was read', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });

  test('.env.example lists every variable that is read here or in docker-compose.yml, and no other', () => {
    const listed = [...topFile('.env.example').matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map((match) => match[1]);
    const composed = [...topFile('docker-compose.yml').matchAll(/\$\{([A-Z_]+)/g)].map((match) => match[1]);
    const read = new Set([...Object.keys(environment.shape), ...composed]);
    expect(listed.toSorted()).toEqual([...read].toSorted());
  });

  test('the values shown in .env.example are the defaults, and can be read', () => {
    const shown = [...topFile('.env.example').matchAll(/^([A-Z][A-Z_]+)=(.+)$/gm)].map(
      (match) => [match[1], match[2]] as const,
    );
    expect(readConfig(Object.fromEntries(shown))).toEqual(readConfig({}));
  });
});

function topFile(name: string): string {
  return readFileSync(join(import.meta.dirname, '../..', name), 'utf8');
}

function failure(act: () => unknown): ConfigError {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('expected a ConfigError');
}
