import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Authority } from '../certificates.js';
import { flotilla, ToyTerminal } from '../fakes/toy-terminal.js';
import { describeWith } from '../needs.js';
import { CuttableLine } from './cuttable-line.js';
import { World } from './world.js';

const API_KEY = 'a-key-that-nobody-may-see';
const NAME = 'temporal.example.com';

describeWith(['temporal', 'mongodb'], 'a Temporal elsewhere, which asks for a client certificate', (at) => {
  let folder: string;
  let line: CuttableLine;
  let settings: Record<string, string>;
  let world: World;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flotilla-tls-'));
    const authority = await Authority.make();
    const [server, client] = await Promise.all([authority.issue(NAME), authority.issue('flotilla')]);
    const [host = '', port] = at.temporal.split(':');
    const tls = { ...server, ca: authority.cert, requestCert: true, rejectUnauthorized: true };
    line = await CuttableLine.to(host, Number(port), tls);
    settings = {
      TEMPORAL_ADDRESS: `127.0.0.1:${line.port}`,
      TEMPORAL_API_KEY: API_KEY,
      TEMPORAL_TLS_SERVER_NAME: NAME,
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: file('ca.pem', authority.cert),
      TEMPORAL_TLS_CLIENT_CERT_PATH: file('client.pem', client.cert),
      TEMPORAL_TLS_CLIENT_KEY_PATH: file('client.key', client.key),
    };
    world = await World.start(at, { ...settings, FLOTILLA_LOG_LEVEL: 'debug' });
  }, 120_000);
  afterAll(async () => {
    await world.end();
    await line.close();
    await rm(folder, { recursive: true });
  }, 60_000);

  function file(name: string, text: string): string {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  }

  const log = () => readFileSync(join(world.dir, 'output.log'), 'utf8');

  test('is reached by the API and by the worker, and the key is shown nowhere', async () => {
    await world.api.cluster('secured', {});
    const { id } = await world.api.launchCommand('secured', 'echo through TLS');
    expect(await world.api.ended(id)).toMatchObject({ state: 'succeeded' });
    expect(await world.api.json('GET', '/health/ready')).toMatchObject({ temporal: { ok: true } });

    const terminal = new ToyTerminal({ env: { ...settings, FLOTILLA_URL: world.api.url } });
    const { out } = await flotilla(world.api.url, ['doctor'], terminal);
    expect(out).toContain(
      `TEMPORAL_ADDRESS is 127.0.0.1:${line.port}, with TLS, with a client certificate, with an API key`,
    );
    expect(log()).not.toContain(API_KEY);
    expect(out).not.toContain(API_KEY);
  });

  test.each([
    [
      'the client certificate',
      { TEMPORAL_TLS_CLIENT_CERT_PATH: '', TEMPORAL_TLS_CLIENT_KEY_PATH: '' },
      'TEMPORAL_TLS_CLIENT_CERT_PATH',
    ],
    ['the certificate of its authority', { TEMPORAL_TLS_SERVER_CA_CERT_PATH: '' }, 'TEMPORAL_TLS_SERVER_CA_CERT_PATH'],
    ['the name of the server', { TEMPORAL_TLS_SERVER_NAME: '' }, 'TEMPORAL_TLS_SERVER_NAME'],
  ])('without %s a worker ends, and says which setting it lacks', async (_, lacking, variable) => {
    await expect(world.startPart('worker', 'stranger', lacking)).rejects.toThrow('ended with 1');
    const lastWords = log().trimEnd().split('\n').at(-1) ?? '';
    expect(lastWords).toContain(variable);
  });
});
