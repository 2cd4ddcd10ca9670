import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Endpoints } from '../../src/embedded/endpoints.js';
import { describeWith } from '../needs.js';
import { ApiClient } from './api-client.js';
import { until } from './until.js';

const dist = join(import.meta.dirname, '../../dist');
const LINES = 60;
const START_MILLISECONDS = 120_000;

// The servers here are the embedded ones that `flotilla up` brings itself; the shared ones only tell that they can be had.
describeWith(['temporal', 'mongodb'], 'when the power is cut', () => {
  const dir = mkdtempSync(join(tmpdir(), 'flotilla-power-'));
  let up: ChildProcess;
  let endpoints: Endpoints;
  let api: ApiClient;

  /** The whole product, as `npm start` runs it, on ports of its own. */
  async function start(): Promise<void> {
    const own = { NODE_OPTIONS: '', FLOTILLA_DATA_DIR: join(dir, '.flotilla'), FLOTILLA_PORT: '0' };
    // Empty means "not given": the product is to bring its own servers.
    const none = { TEMPORAL_ADDRESS: '', MONGODB_URI: '', DOCKER_HOST: '' };
    up = spawn(process.execPath, [join(dist, 'src/cli/main.js'), 'up'], {
      cwd: dir,
      env: { ...process.env, ...own, ...none },
      stdio: 'ignore',
    });
    const served = await until('the product serves', readEndpoints, (found) => found !== undefined, START_MILLISECONDS);
    if (served === undefined) throw new Error('unreachable: until has just seen it');
    endpoints = served;
    api = new ApiClient(new URL(endpoints.page).origin);
    await until(
      'the API answers',
      () =>
        api.raw('GET', '/health/live').then(
          ({ ok }) => ok,
          () => false,
        ),
      (ok) => ok,
      START_MILLISECONDS,
    );
  }

  // The file of a start that was killed is still there at first: only one that names the new parent's children counts.
  async function readEndpoints(): Promise<Endpoints | undefined> {
    try {
      const found = Endpoints.parse(JSON.parse(readFileSync(join(dir, '.flotilla/endpoints.json'), 'utf8')));
      return Object.values(found.processes).every(isAlive) ? found : undefined;
    } catch {
      return undefined; // not written yet; `until` asks again
    }
  }

  beforeAll(start, START_MILLISECONDS + 10_000);
  afterAll(async () => {
    const gone = new Promise((resolve) => up.once('exit', resolve));
    up.kill('SIGTERM');
    await gone;
    rmSync(dir, { recursive: true, force: true });
  }, 60_000);

  test('everything is killed at once, and after the next start every run goes on and ends as it should', async () => {
    const started = join(dir, 'started');
    const command = `echo "$FLOTILLA_RUN_ID" >> ${started}; i=0; while [ $i -lt ${LINES} ]; do i=$((i+1)); echo "line $i"; sleep 0.2; done`;
    await api.cluster('cut', { limits: { slots: 6 } });
    const ids: string[] = [];
    for (let n = 0; n < 12; n += 1) ids.push((await api.launchCommand('cut', command)).id);
    await until(
      '6 have begun',
      () => api.runs('cluster=cut&state=running'),
      (runs) => runs.length === 6,
    );
    // What was acknowledged in the last instants may be gone with the stand-in; these runs are older than that.
    await until(
      'lines have been stored',
      () => api.run(ids[0] ?? ''),
      (run) => (run.attempts[0]?.log.lines ?? 0) > 5,
    );

    up.kill('SIGKILL');
    for (const pid of Object.values(endpoints.processes)) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    await until(
      'all are gone',
      async () => Object.values(endpoints.processes).filter(isAlive),
      (left) => left.length === 0,
    );
    await start();

    for (const id of ids) {
      const { state, failure } = await api.ended(id, 240_000);
      expect({ id, state, failure }).toEqual({ id, state: 'succeeded', failure: undefined });
      const lines = await api.log(id);
      expect(lines.map(({ text }) => text)).toEqual(Array.from({ length: LINES }, (_, n) => `line ${n + 1}`));
    }
    expect(readFileSync(started, 'utf8').trim().split('\n').sort()).toEqual([...ids].sort());
    const cluster = (await api.json('GET', '/clusters/cut')) as { held: number; waiting: number };
    expect([cluster.held, cluster.waiting]).toEqual([0, 0]);
  }, 480_000);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
