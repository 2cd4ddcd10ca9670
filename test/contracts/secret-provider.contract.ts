import { beforeEach, expect, test } from '@jest/globals';
import type { SecretProvider } from '../../domain/ports.js';

/** What every SecretProvider promises; `make` gives one that holds these secrets and no others. */
export function secretProviderContract(
  make: (secrets: Readonly<Record<string, string>>) => Promise<SecretProvider>,
): void {
  let secrets: SecretProvider;
  beforeEach(async () => {
    secrets = await make({ API_KEY: 'k-7 "é" $x', MULTI_LINE: 'one\ntwo' });
  });

  test('a secret that is there is found and read as it is', async () => {
    expect(await secrets.has('API_KEY')).toBe(true);
    expect(await secrets.read('API_KEY')).toBe('k-7 "é" $x');
    expect(await secrets.read('MULTI_LINE')).toBe('one\ntwo');
  });

  test('what is not there is told as absent, however it is spelled', async () => {
    for (const name of [
      'api_key',
      'API_KEY ',
      'API_KEY/x',
      '../API_KEY',
      '/etc/passwd',
      '..',
      '.',
      '',
      '__proto__',
      'a\0b',
    ])
      expect([name, await secrets.has(name), await secrets.read(name)]).toEqual([name, false, undefined]);
  });
}
