import { afterEach, describe, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../config/config.js';
import { readEndpoints } from './endpoints.js';
import { freePort } from './free-port.js';
import { startOf } from './process-identity.js';
import { pause } from './pause.js';
import { up } from './up.js';

// The smallest API that the first steps are content with; it writes down each wake-up that reaches it.
const API = `
  import { createServer } from 'node:http';
  import { appendFileSync } from 'node:fs';
  const made = new Set();
  createServer((request, response) => {
    const path = request.url.replace('/api', '');
    if (request.method === 'PUT') made.add(path);
    const isKnown = made.has(path) && request.method !== 'POST';
    response.writeHead(isKnown ? 200 : 404).end('{"detail":"not in this test"}');
  }).listen(process.env.FLOTILLA_PORT, '127.0.0.1', () => process.send({ kind: 'ready' }));
  process.on('message', (message) => appendFileSync(process.env.FLOTILLA_DATA_DIR + '/woken', message.topic));
  process.on('SIGTERM', () => process.exit(0));
  process.on('disconnect', () => process.exit(0));
`;
const WORKER = `
  process.send({ kind: 'ready' });
  setInterval(() => process.send({ kind: 'wake', topic: 'queue' }), 50);
  process.on('disconnect', () => process.exit(0));
`;

const interrupt = () => process.emit('SIGINT');
let stopping: (() => Promise<unknown>) | undefined;
afterEach(async () => {
  await stopping?.();
  stopping = undefined;
});

async function start() {
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-up-'));
  const programs = [
    { name: 'api', entry: join(folder, 'api.mjs') },
    { name: 'worker', entry: join(folder, 'worker.mjs') },
  ] as const;
  writeFileSync(programs[0].entry, API);
  writeFileSync(programs[1].entry, WORKER);
  const dataDir = join(folder, 'data');
  // Neither is asked anything by what is tested here.
  const elsewhere = { TEMPORAL_ADDRESS: '127.0.0.1:1', MONGODB_URI: 'mongodb://me:secret@127.0.0.1:1/flotilla' };
  const port = String(await freePort());
  const config = readConfig({
    FLOTILLA_DATA_DIR: dataDir,
    FLOTILLA_PORT: port,
    DOCKER_HOST: 'unix:///nowhere',
    ...elsewhere,
  });
  let said = '';
  const out = { write: (text: string) => (said += text) };
  const end = up({ once: false, config, out, programs });
  stopping = () => {
    interrupt();
    return end;
  };
  const until = async (isSo: () => boolean) => {
    for (const patience = Date.now() + 30_000; !isSo(); await pause(20))
      if (Date.now() > patience) throw new Error(`it did not become so; it said:\n${said}`);
  };
  await until(() => said.includes('Ctrl-C stops everything'));
  return {
    config,
    dataDir,
    end,
    until,
    said: () => said,
    processes: () => readEndpoints(join(dataDir, 'endpoints.json'))?.processes,
  };
}

describe('npm start', () => {
  test('serves until Ctrl-C and leaves no process and no sign of life behind', async () => {
    const { dataDir, end, processes, said } = await start();
    const pids = [processes()?.['api'], processes()?.['worker']];
    expect(pids.map((pid) => pid !== undefined && startOf(pid) !== undefined)).toEqual([true, true]);
    expect(said()).toContain('Created clusters/local');

    interrupt();

    expect(await end).toBe(0);
    stopping = undefined;
    expect(pids.map((pid) => startOf(pid ?? 0))).toEqual([undefined, undefined]);
    expect(['endpoints.json', 'processes.json', 'lock'].filter((name) => existsSync(join(dataDir, name)))).toEqual([]);
  });

  test('a second one on the same data says where the first one runs', async () => {
    const { config, dataDir } = await start();
    let said = '';
    expect(await up({ once: false, config, out: { write: (text) => (said += text) } })).toBe(1);
    expect(said).toBe(
      `Flotilla is running already with the data in ${dataDir} (process ${process.pid}) on http://127.0.0.1:${config.port}.\n`,
    );
  });

  test('settings for a Temporal elsewhere that cannot be used are refused before anything is started', async () => {
    const dataDir = join(mkdtempSync(join(tmpdir(), 'flotilla-up-')), 'data');
    const env = { TEMPORAL_ADDRESS: '127.0.0.1:1', TEMPORAL_TLS_CLIENT_KEY_PATH: '/not/there' };
    const config = readConfig({ FLOTILLA_DATA_DIR: dataDir, ...env });
    await expect(up({ once: false, config, out: { write: () => undefined } })).rejects.toThrow(
      'TEMPORAL_TLS_CLIENT_CERT_PATH is missing',
    );
    expect(existsSync(dataDir)).toBe(false);
  });

  test('a worker that is killed comes back, and its wake-ups reach the API', async () => {
    const { dataDir, processes, until } = await start();
    const before = processes()?.['worker'] ?? 0;
    process.kill(before, 'SIGKILL');
    await until(() => ![before, undefined].includes(processes()?.['worker']));
    await until(() => existsSync(join(dataDir, 'woken')));
    expect(readFileSync(join(dataDir, 'woken'), 'utf8')).toMatch(/^queue/);
  });

  test('the password of a database never reaches the file of addresses or the screen', async () => {
    const { dataDir, said } = await start();
    expect(readFileSync(join(dataDir, 'endpoints.json'), 'utf8')).toContain('mongodb://…@127.0.0.1:1/flotilla');
    expect(said() + readFileSync(join(dataDir, 'endpoints.json'), 'utf8')).not.toContain('secret');
  });
});
