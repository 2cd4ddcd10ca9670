import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DryRunView, RunView } from '../../domain/contract/runs.js';
import { Problem } from '../../domain/contract/problem.js';
import { runId } from '../../domain/ids.js';
import { ApiWorld, type Answer } from './world.js';

let api: ApiWorld;
beforeEach(async () => {
  api = await ApiWorld.start();
  await api.furnish();
});
afterEach(() => api.stop());

const launch = (body: unknown, headers?: Record<string, string>) => api.post('/api/runs', body, headers);

function expectProblem(answer: Answer, status: number, code: string, path?: string): Problem {
  const problem = Problem.parse(answer.body);
  expect({ status: answer.status, code: problem.code }).toEqual({ status, code });
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(problem.requestId).toBe(answer.headers.get('x-request-id'));
  if (path !== undefined) expect(problem.errors?.map((error) => error.path)).toContain(path);
  return problem;
}

describe('launching', () => {
  test('an accepted run is stored with its lease, started in the background, and told where it is', async () => {
    const { status, headers, body } = await launch({ job: 'hello' });
    const run = RunView.parse(body);
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/api/runs/${run.id}`);
    expect(run).toMatchObject({ name: 'hello', cluster: 'local', state: 'queued', job: { revision: 1 }, priority: 3 });
    expect(await api.leases.get(runId(run.id))).toMatchObject({ state: 'queued', need: { slots: 1, cpu: 1 } });
    expect(api.starter.started).toEqual([run.id]);
    expect((await api.get(`/api/runs/${run.id}`)).body).toEqual(body);
  });

  test('overrides are laid over the job and frozen: later edits of the job do not touch the run', async () => {
    await api.put('/api/jobs/hello', { command: 'echo hello', cluster: 'local', env: { A: '1', B: '2' } });
    const { body } = await launch({
      job: 'hello',
      env: { B: '3' },
      resources: { cpu: 0.5 },
      labels: { team: 'x' },
      priority: 1,
    });
    await api.put('/api/jobs/hello', { command: 'echo changed', cluster: 'local' });
    const run = RunView.parse((await api.get(`/api/runs/${body.id}`)).body);
    expect(run).toMatchObject({ command: 'echo hello', env: { A: '1', B: '3' }, priority: 1, labels: { team: 'x' } });
    expect(run.resources).toEqual({ cpu: 0.5, memoryMiB: 512, gpu: 0 });
  });

  test('a run needs no saved job, and an older revision can be launched', async () => {
    const adHoc = await launch({ spec: { command: ['echo', 'hi'], name: 'try' }, cluster: 'local' });
    expect(adHoc).toMatchObject({ status: 201, body: { name: 'try', command: ['echo', 'hi'] } });
    await api.put('/api/jobs/hello', { command: 'echo two', cluster: 'local' });
    expect((await launch({ job: 'hello', revision: 1 })).body).toMatchObject({
      command: 'echo hello',
      job: { revision: 1 },
    });
    expectProblem(await launch({ job: 'hello', revision: 9 }), 404, 'not-found', 'revision');
  });

  test('parameters take their defaults and are checked against the schema of the job', async () => {
    const parameters = { day: { type: 'string', format: 'date' }, count: { type: 'integer', default: 3 } };
    await api.put('/api/jobs/report', { command: 'report {{ day }}', cluster: 'local', parameters });
    const good = await launch({ job: 'report', parameters: { day: '2026-11-24' } });
    expect(good.body.parameters).toEqual({ day: '2026-11-24', count: 3 });
    expectProblem(await launch({ job: 'report' }), 400, 'malformed', 'parameters.day');
    expectProblem(await launch({ job: 'report', parameters: { day: 'soon' } }), 400, 'malformed', 'parameters.day');
    expectProblem(
      await launch({ job: 'report', parameters: { day: '2026-11-24', x: 1 } }),
      400,
      'malformed',
      'parameters.x',
    );
  });

  test('a dry run tells the snapshot and every check, and stores nothing', async () => {
    const ask = { job: 'hello', resources: { cpu: 64 }, env: { KEY: { secret: 'a/b' } } };
    const { status, body } = await api.post('/api/runs?dryRun=true', ask);
    const view = DryRunView.parse(body);
    expect(status).toBe(200);
    expect(view.ok).toBe(false);
    expect(view.checks.filter(({ ok }) => !ok).map(({ code }) => code)).toEqual([
      'too-large-for-cluster',
      'too-large-for-cluster',
      'secret-missing',
    ]);
    expect((await api.get('/api/runs')).body.items).toEqual([]);
  });

  test('the owner is who says so in X-Flotilla-User, else the user of the operating system', async () => {
    expect((await launch({ job: 'hello' }, { 'x-flotilla-user': 'ada@example.org' })).body.owner).toBe(
      'ada@example.org',
    );
    expect((await launch({ job: 'hello' })).body.owner).not.toBe('');
    expectProblem(
      await launch({ job: 'hello' }, { 'x-flotilla-user': '<script>' }),
      400,
      'malformed',
      'X-Flotilla-User',
    );
  });

  test('a run is accepted while Temporal is away', async () => {
    api.starter.isAway = true;
    expect((await launch({ job: 'hello' })).status).toBe(201);
  });
});

describe('launching twice', () => {
  const key = { 'idempotency-key': 'nightly 2026-11-24' };

  test('the same key with the same request is the same run', async () => {
    const first = await launch({ job: 'hello' }, key);
    const second = await launch({ job: 'hello', priority: 3 }, key);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
    expect((await api.get('/api/runs')).body.items).toHaveLength(1);
  });

  test('many at once with one key make one run', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => launch({ job: 'hello' }, key)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await api.get('/api/runs')).body.items).toHaveLength(1);
    expect(await api.leases.countWaiting('local')).toBe(1);
  });

  test('the same key with another request is refused', async () => {
    await launch({ job: 'hello' }, key);
    expectProblem(await launch({ job: 'hello', priority: 1 }, key), 409, 'key-reused');
  });

  test('a repeat is answered with its run even when a new launch would be refused by now', async () => {
    const first = await launch({ job: 'hello' }, key);
    await api.post('/api/clusters/local/drain', {});
    expect(await launch({ job: 'hello' }, key)).toMatchObject({ status: 200, body: { id: first.body.id } });
    expectProblem(await launch({ job: 'hello' }), 409, 'cluster-draining', 'cluster');
  });

  test('a key whose first request died before it wrote anything goes on with the same run', async () => {
    const first = await launch({ job: 'hello' }, key);
    const fresh = await ApiWorld.start();
    try {
      await fresh.furnish();
      await fresh.keys.claim(key['idempotency-key'], (await api.keys.find(key['idempotency-key'])) ?? fail());
      expect(await fresh.post('/api/runs', { job: 'hello' }, key)).toMatchObject({
        status: 201,
        body: { id: first.body.id },
      });
      expect(await fresh.leases.countWaiting('local')).toBe(1);
    } finally {
      await fresh.stop();
    }
  });

  test('a key whose run was removed from the history is refused, not carried out again under the same id', async () => {
    await launch({ job: 'hello' }, key);
    const claim = (await api.keys.find(key['idempotency-key'])) ?? fail();
    const tidy = await ApiWorld.start({ FLOTILLA_KEEP_RUNS_DAYS: '7' });
    try {
      await tidy.furnish();
      await tidy.keys.claim(key['idempotency-key'], { ...claim, at: Date.now() - 8 * 86_400_000 });
      expectProblem(await tidy.post('/api/runs', { job: 'hello' }, key), 409, 'key-reused');
      expect((await tidy.get('/api/runs')).body.items).toEqual([]);
    } finally {
      await tidy.stop();
    }
  });

  test('a refused launch does not use up its key', async () => {
    expectProblem(await launch({ job: 'hello', resources: { cpu: 64 } }, key), 422, 'too-large-for-cluster');
    expect((await launch({ job: 'hello' }, key)).status).toBe(201);
  });

  test('a key must be printable', async () => {
    expectProblem(
      await launch({ job: 'hello' }, { 'idempotency-key': 'x'.repeat(300) }),
      400,
      'malformed',
      'Idempotency-Key',
    );
  });
});

describe('when the store goes away in the middle', () => {
  const away = () => Promise.reject(Object.assign(new Error('away'), { name: 'StoreUnavailable' }));

  test('a run that was stored is accepted, and its workflow started, which makes its lease good', async () => {
    const enqueue = api.leases.enqueue.bind(api.leases);
    api.leases.enqueue = away;
    const { status, body } = await launch({ job: 'hello' });
    api.leases.enqueue = enqueue;
    expect(status).toBe(201);
    expect(api.starter.started).toEqual([body.id]);
  });

  test('a run that may have been stored is named, so that nobody launches it twice unawares', async () => {
    const insert = api.runs.insert.bind(api.runs);
    api.runs.insert = away;
    const problem = expectProblem(await launch({ job: 'hello' }), 503, 'store-unavailable');
    api.runs.insert = insert;
    expect(problem.detail).toMatch(/the run 01[0-9A-Z]{24} was being stored/);
  });
});

describe('launches that cannot be', () => {
  test('unknown fields are refused by name, and wrong values by path', async () => {
    const problem = expectProblem(
      await launch({ job: 'hello', colour: 'red', resources: { cpu: 'many' } }),
      400,
      'malformed',
      'colour',
    );
    expect(problem.errors?.map(({ path }) => path)).toContain('resources.cpu');
    expectProblem(await launch({ job: 'hello', resources: { disk: 1 } }), 400, 'malformed', 'resources.disk');
    expectProblem(await launch({ job: 'hello', env: { 'a-b': 'x' } }), 400, 'malformed', 'env.a-b');
    expectProblem(await launch({ job: 'hello', env: { A: { secrte: 'x' } } }), 400, 'malformed');
    expectProblem(await launch({}), 400, 'malformed', 'job');
    expectProblem(await launch({ job: 'hello', spec: { command: 'true' } }), 400, 'malformed', 'job');
  });

  test('an unknown job and an unknown cluster are named', async () => {
    expectProblem(await launch({ job: 'nope' }), 404, 'not-found', 'job');
    expectProblem(await launch({ job: 'hello', cluster: 'nope' }), 404, 'not-found', 'cluster');
    expectProblem(await launch({ spec: { command: 'true' } }), 400, 'malformed', 'cluster');
  });

  test('a run larger than its cluster is refused at once, with the numbers', async () => {
    const problem = expectProblem(
      await launch({ job: 'hello', resources: { cpu: 12 } }),
      422,
      'too-large-for-cluster',
      'resources.cpu',
    );
    expect(problem.detail).toBe('The run needs 12 CPUs; the cluster local has 8 CPUs in all.');
    expect((await api.get('/api/runs')).body.items).toEqual([]);
  });

  test('a run larger than any machine of the cluster is refused even if the cluster has no limit', async () => {
    await api.put('/api/clusters/wide', { engine: { kind: 'simulated' } });
    const problem = expectProblem(
      await launch({ job: 'hello', cluster: 'wide', resources: { gpu: 2 } }),
      422,
      'too-large-for-cluster',
    );
    expect(problem.detail).toContain('2 GPUs');
  });

  test('a reference to a secret that nobody provides is refused', async () => {
    expectProblem(
      await launch({ job: 'hello', env: { DB: { secret: 'reports/db' } } }),
      422,
      'secret-missing',
      'env.DB',
    );
  });

  test('an archived job is refused until it is put again', async () => {
    await api.ask('DELETE', '/api/jobs/hello');
    expectProblem(await launch({ job: 'hello' }), 409, 'conflict', 'job');
    await api.furnish();
    expect((await launch({ job: 'hello' })).status).toBe(201);
  });
});

function fail(): never {
  throw new Error('there is no claim');
}
