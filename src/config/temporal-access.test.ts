import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Authority } from '../../test/certificates.js';
import { ConfigError, readConfig } from './config.js';
import { temporalAccess } from './temporal-access.js';

describe('access to Temporal', () => {
  let folder: string;
  let pem: Record<'ca' | 'cert' | 'key' | 'otherKey' | 'nonsense', string>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'flotilla-access-'));
    const authority = await Authority.make();
    const [client, other] = await Promise.all([authority.issue('flotilla'), authority.issue('other')]);
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    pem = {
      ca: file('ca.pem', authority.cert),
      cert: file('client.pem', client.cert),
      key: file('client.key', client.key),
      otherKey: file('other.key', other.key),
      nonsense: file('nonsense.pem', 'hunter2'),
    };
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const access = (env: Record<string, string>) => temporalAccess(readConfig(env));

  test('is to this machine, without TLS, when nothing is said', () => {
    expect(access({})).toEqual({ address: '127.0.0.1:7233', tls: false });
    expect(access({ TEMPORAL_ADDRESS: 'temporal:7233' })).toEqual({ address: 'temporal:7233', tls: false });
  });

  test('is by TLS when that is asked for, and when there is an API key or anything for TLS', () => {
    expect(access({ TEMPORAL_TLS: 'true' }).tls).toEqual({});
    expect(access({ TEMPORAL_API_KEY: 'k' })).toMatchObject({ apiKey: 'k', tls: {} });
    expect(access({ TEMPORAL_TLS_SERVER_NAME: 'name' }).tls).toEqual({ serverNameOverride: 'name' });
    // Where a sidecar does the encrypting.
    expect(access({ TEMPORAL_API_KEY: 'k', TEMPORAL_TLS: 'false' })).toMatchObject({ apiKey: 'k', tls: false });
  });

  test('shows the certificate and knows the authority that the files hold', () => {
    const { tls } = access({
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: pem.ca,
      TEMPORAL_TLS_CLIENT_CERT_PATH: pem.cert,
      TEMPORAL_TLS_CLIENT_KEY_PATH: pem.key,
    });
    expect(tls).toEqual({
      serverRootCACertificate: expect.any(Buffer),
      clientCertPair: { crt: expect.any(Buffer), key: expect.any(Buffer) },
    });
  });

  // A function for each: the files are there only once the tests run.
  test.each<[string, () => Record<string, string>, Record<string, RegExp>]>([
    [
      'a certificate without its key',
      () => ({ TEMPORAL_TLS_CLIENT_CERT_PATH: pem.cert }),
      { TEMPORAL_TLS_CLIENT_KEY_PATH: /missing beside TEMPORAL_TLS_CLIENT_CERT_PATH: set both/ },
    ],
    [
      'a key without its certificate',
      () => ({ TEMPORAL_TLS_CLIENT_KEY_PATH: pem.key }),
      { TEMPORAL_TLS_CLIENT_CERT_PATH: /missing beside TEMPORAL_TLS_CLIENT_KEY_PATH: set both/ },
    ],
    [
      'a key of another certificate',
      () => ({ TEMPORAL_TLS_CLIENT_CERT_PATH: pem.cert, TEMPORAL_TLS_CLIENT_KEY_PATH: pem.otherKey }),
      { TEMPORAL_TLS_CLIENT_KEY_PATH: /not the key of the certificate/ },
    ],
    [
      'files that are not there, all at once',
      () => ({
        TEMPORAL_TLS_SERVER_CA_CERT_PATH: join(folder, 'no.ca'),
        TEMPORAL_TLS_CLIENT_CERT_PATH: join(folder, 'no.cert'),
        TEMPORAL_TLS_CLIENT_KEY_PATH: join(folder, 'no.key'),
      }),
      {
        TEMPORAL_TLS_SERVER_CA_CERT_PATH: /cannot be read \(ENOENT\): correct the path/,
        TEMPORAL_TLS_CLIENT_CERT_PATH: /cannot be read/,
        TEMPORAL_TLS_CLIENT_KEY_PATH: /cannot be read/,
      },
    ],
    [
      'files with something else in them',
      () => ({
        TEMPORAL_TLS_SERVER_CA_CERT_PATH: pem.key,
        TEMPORAL_TLS_CLIENT_CERT_PATH: pem.nonsense,
        TEMPORAL_TLS_CLIENT_KEY_PATH: pem.cert,
      }),
      {
        TEMPORAL_TLS_SERVER_CA_CERT_PATH: /does not hold a certificate in PEM form/,
        TEMPORAL_TLS_CLIENT_CERT_PATH: /does not hold a certificate/,
        TEMPORAL_TLS_CLIENT_KEY_PATH: /does not hold a private key in PEM form/,
      },
    ],
    [
      'what is for TLS where TLS is off',
      () => ({ TEMPORAL_TLS: 'no', TEMPORAL_TLS_SERVER_NAME: 'name' }),
      { TEMPORAL_TLS_SERVER_NAME: /TEMPORAL_TLS switches off/ },
    ],
  ])('%s is refused, by the names of the settings and without their values', (_, env, hints) => {
    const { variables, message } = refusal(() => access(env()));
    expect(variables.toSorted()).toEqual(Object.keys(hints).toSorted());
    for (const [variable, hint] of Object.entries(hints)) {
      expect(message.split('\n').find((line) => line.startsWith(`  ${variable} `))).toMatch(hint);
    }
    expect(message).not.toContain(folder);
  });

  test('keeps the command line from nothing: it is checked by those who connect', () => {
    expect(() => readConfig({ TEMPORAL_TLS_CLIENT_CERT_PATH: '/not/there' })).not.toThrow();
  });
});

function refusal(act: () => unknown): ConfigError {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('expected a ConfigError');
}
