import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ClusterList, ClusterQueueView, ClusterView } from '../../domain/contract/clusters.js';
import { JobPage, JobPutView, JobRevisionPage, JobView } from '../../domain/contract/jobs.js';
import { ReadyView, VersionView } from '../../domain/contract/system.js';
import { runId } from '../../domain/ids.js';
import { aLease } from '../contracts/builders.js';
import { RunningJob } from './running-job.js';
import { ApiWorld } from './world.js';

let api: ApiWorld;
beforeEach(async () => {
  api = await ApiWorld.start();
  await api.furnish();
});
afterEach(() => api.stop());

const put = async (body: unknown) => JobPutView.parse((await api.put('/api/jobs/report', body)).body);

describe('jobs', () => {
  test('a change makes a revision, no change makes none, and revisions stay', async () => {
    expect(await put({ command: 'one' })).toMatchObject({ change: 'created', job: { revision: 1 } });
    expect(await put({ command: 'one', retry: { attempts: 1 } })).toMatchObject({
      change: 'unchanged',
      job: { revision: 1 },
    });
    expect(await put({ command: 'two', note: 'because' })).toMatchObject({ change: 'revised', job: { revision: 2 } });
    const { items } = JobRevisionPage.parse((await api.get('/api/jobs/report/revisions')).body);
    expect(items).toMatchObject([
      { revision: 2, note: 'because' },
      { revision: 1, spec: { command: 'one' } },
    ]);
    expect((await api.get('/api/jobs/report/revisions/1')).body.spec.command).toBe('one');
    expect((await api.get('/api/jobs/report/revisions/7')).status).toBe(404);
    expect((await api.get('/api/jobs/report/revisions/x')).status).toBe(400);
  });

  test('what only describes a job changes without a revision, and that is what is answered', async () => {
    await put({ command: 'one' });
    for (const described of [{ description: 'Counts.' }, { group: 'science' }, { tags: ['nightly'] }])
      expect(await put({ command: 'one', ...described })).toMatchObject({ change: 'changed', job: { revision: 1 } });
    await api.ask('DELETE', '/api/jobs/report');
    expect(await put({ command: 'one', tags: ['nightly'] })).toMatchObject({ change: 'changed', job: { revision: 1 } });
    expect(await put({ command: 'two', tags: [] })).toMatchObject({ change: 'revised', job: { revision: 2 } });
  });

  test('an old revision is made new, and none of its history goes', async () => {
    await put({ command: 'one', tags: ['nightly'] });
    await put({ command: 'two', tags: ['nightly'] });
    const { status, body } = await api.post('/api/jobs/report/revisions/1/restore', {});
    expect([status, JobPutView.parse(body)]).toMatchObject([
      200,
      { change: 'revised', job: { revision: 3, spec: { command: 'one' }, tags: ['nightly'] } },
    ]);
    const { items } = JobRevisionPage.parse((await api.get('/api/jobs/report/revisions')).body);
    expect(items.map(({ revision, note, spec }) => [revision, note, spec.command])).toEqual([
      [3, 'back to revision 1', 'one'],
      [2, undefined, 'two'],
      [1, undefined, 'one'],
    ]);
    expect((await api.post('/api/jobs/report/revisions/1/restore', {})).body.change).toBe('unchanged');
    expect((await api.post('/api/jobs/report/revisions/9/restore', {})).status).toBe(404);
  });

  test('creating answers 201, changing 200, and both are in the audit trail', async () => {
    expect((await api.put('/api/jobs/report', { command: 'one' })).status).toBe(201);
    expect((await api.put('/api/jobs/report', { command: 'two' })).status).toBe(200);
    const { items } = (await api.get('/api/audit?subject=job/report')).body;
    expect(items.map(({ action }: { action: string }) => action)).toEqual(['job.revise', 'job.create']);
  });

  test('a list is found by text, group and tag, and shows the latest outcomes', async () => {
    await put({ command: 'one', group: 'science', tags: ['nightly'], description: 'Counts the whales' });
    const job = await RunningJob.running(api);
    await job.end();
    const find = async (query: string) =>
      JobPage.parse((await api.get(`/api/jobs?${query}`)).body).items.map(({ name }) => name);
    expect(await find('q=WHALES')).toEqual(['report']);
    expect(await find('group=science')).toEqual(['report']);
    expect(await find('tag=nightly')).toEqual(['report']);
    const all = JobPage.parse((await api.get('/api/jobs')).body).items;
    expect(all.find(({ name }) => name === 'hello')?.recent).toMatchObject([{ id: job.id, state: 'succeeded' }]);
    expect((await api.get('/api/jobs/hello/runs')).body.items).toMatchObject([{ id: job.id }]);
  });

  test('an archived job leaves the list but not the history', async () => {
    const { body } = await api.post('/api/runs', { job: 'hello' });
    expect(JobView.parse((await api.ask('DELETE', '/api/jobs/hello')).body).archived).toBe(true);
    expect((await api.ask('DELETE', '/api/jobs/hello')).status).toBe(200);
    expect((await api.get('/api/jobs')).body.items).toEqual([]);
    expect((await api.get('/api/jobs?archived=true')).body.items).toMatchObject([{ name: 'hello' }]);
    expect((await api.get('/api/jobs/hello/runs')).body.items).toMatchObject([{ id: body.id }]);
  });

  test('a document that cannot be right is refused by field', async () => {
    for (const [body, path] of [
      [{ command: 'x', colour: 'red' }, 'colour'],
      [{ command: 'x', resources: { memoryMiB: 'much' } }, 'resources.memoryMiB'],
      [{ command: [] }, 'command'],
      [{ command: 7 }, 'command'],
      [{}, 'command'],
      [{ command: 'x', name: 'another' }, 'name'],
      [{ command: 'x', limits: { runSeconds: 0 } }, 'limits.runSeconds'],
      [{ command: 'x', retry: { on: ['sometimes'] } }, 'retry.on.0'],
      [{ command: 'x', parameters: { day: { type: 'dya' } } }, 'parameters.day.type'],
      [{ command: 'x {{ dya }}', parameters: { day: {} } }, 'command'],
      [{ command: ['x', '{{ dya }}'] }, 'command.1'],
      [{ command: 'x "{{ day }}"', parameters: { day: {} } }, 'command'],
      [{ command: 'x', parameters: { 'a b': {} } }, 'parameters.a b'],
      [{ command: 'x', parameters: { 'a-b': {}, A_b: {} } }, 'parameters.A_b'],
    ] as const)
      expect((await api.put('/api/jobs/report', body)).body).toMatchObject({
        status: 400,
        code: 'malformed',
        errors: [{ path }],
      });
    expect((await api.put('/api/jobs/Not%20A%20Name', { command: 'x' })).status).toBe(400);
    expect((await api.get('/api/jobs/nope')).body).toMatchObject({ status: 404, code: 'not-found' });
  });
});

describe('clusters', () => {
  test('are connected, changed and shown with what is in use', async () => {
    expect((await api.put('/api/clusters/big', { engine: { kind: 'simulated' }, limits: { slots: 2 } })).status).toBe(
      201,
    );
    expect((await api.put('/api/clusters/big', { engine: { kind: 'simulated' }, limits: { slots: 3 } })).status).toBe(
      200,
    );
    const { body } = await api.post('/api/runs', { job: 'hello', cluster: 'big' });
    await api.post('/api/runs', { job: 'hello', cluster: 'big' });
    await api.leases.grant({ runId: runId(body.id), generation: 1 }, Date.now());
    const view = ClusterView.parse((await api.get('/api/clusters/big')).body);
    expect(view).toMatchObject({
      limits: { slots: 3 },
      inUse: { slots: 1, cpu: 1 },
      held: 1,
      waiting: 1,
      status: 'active',
    });
    expect(ClusterList.parse((await api.get('/api/clusters')).body).items.map(({ name }) => name)).toEqual([
      'big',
      'local',
    ]);
    expect(api.starter.semaphores).toContain('big');
    const queue = ClusterQueueView.parse((await api.get('/api/clusters/big/queue')).body);
    expect(queue).toMatchObject({ holders: [{ runId: body.id }], waiting: [{ position: 1 }], waitingTotal: 1 });
  });

  test('are paused, drained and resumed with a reason that people see', async () => {
    const paused = await api.post('/api/clusters/local/pause', { reason: 'maintenance' });
    expect(paused.body).toMatchObject({ status: 'paused', statusReason: 'maintenance' });
    const { body } = await api.post('/api/runs', { job: 'hello' });
    expect((await api.get(`/api/runs/${body.id}/queue`)).body.sentence).toContain('paused (maintenance)');
    expect((await api.ask('POST', '/api/clusters/local/drain')).body.status).toBe('draining');
    expect((await api.post('/api/runs', { job: 'hello' })).body.code).toBe('cluster-draining');
    expect((await api.ask('POST', '/api/clusters/local/resume')).body).toMatchObject({ status: 'active' });
    expect((await api.post('/api/clusters/nope/pause', {})).status).toBe(404);
    const { items } = (await api.get('/api/audit?subject=cluster/local')).body;
    expect(items.map(({ action }: { action: string }) => action)).toEqual([
      'cluster.active',
      'cluster.draining',
      'cluster.paused',
      'cluster.create',
    ]);
  });

  test('are not removed while runs need them', async () => {
    const { body } = await api.post('/api/runs', { job: 'hello' });
    expect((await api.ask('DELETE', '/api/clusters/local')).body).toMatchObject({
      status: 409,
      code: 'cluster-in-use',
    });
    await api.leases.release(runId(body.id));
    expect((await api.ask('DELETE', '/api/clusters/local')).status).toBe(204);
    expect((await api.get('/api/clusters/local')).status).toBe(404);
  });

  test('keep the kind of their engine while runs hold them, which nothing else could stop or watch', async () => {
    await api.clusters.put({ name: 'big', engine: { kind: 'docker' }, limits: { slots: 2 }, description: '' }, 0);
    const lease = aLease(1, { cluster: 'big' });
    await api.leases.enqueue(lease);
    await api.leases.grant({ runId: lease.runId, generation: 1 }, 1);
    const toSimulated = () => api.put('/api/clusters/big', { engine: { kind: 'simulated' }, limits: { slots: 2 } });
    expect((await toSimulated()).body).toMatchObject({
      status: 409,
      code: 'cluster-in-use',
      detail: expect.stringMatching(/docker.+Drain it first.+or connect another cluster/),
      errors: [{ path: 'engine.kind' }],
    });
    expect((await api.get('/api/clusters/big')).body).toMatchObject({ engine: { kind: 'docker' } });
    await api.leases.release(lease.runId);
    expect((await toSimulated()).body).toMatchObject({ engine: { kind: 'simulated' } });
  });

  test('take other settings of the same kind while runs hold them', async () => {
    const { body } = await api.post('/api/runs', { job: 'hello' });
    await api.leases.grant({ runId: runId(body.id), generation: 1 }, Date.now());
    const changed = await api.put('/api/clusters/local', { engine: { kind: 'simulated', label: 'new' }, limits: {} });
    expect([changed.status, changed.body.engine]).toEqual([200, { kind: 'simulated', label: 'new' }]);
  });

  test('settings that no engine can work with are refused by field', async () => {
    expect((await api.put('/api/clusters/x', { engine: { kind: 'magic' } })).body).toMatchObject({
      status: 400,
      errors: [{ path: 'engine.kind' }],
    });
    expect((await api.put('/api/clusters/x', { engine: { kind: 'nomad' } })).body).toMatchObject({
      status: 422,
      code: 'invalid-request',
      errors: [{ path: 'engine.kind' }],
    });
    expect(
      (await api.put('/api/clusters/x', { engine: { kind: 'simulated' }, limits: { slot: 1 } })).body,
    ).toMatchObject({ status: 400, errors: [{ path: 'limits.slot' }] });
    expect(
      (await api.put('/api/clusters/x', { engine: { kind: 'simulated' }, limits: { slots: -1 } })).body,
    ).toMatchObject({ status: 400, errors: [{ path: 'limits.slots' }] });
  });
});

describe('the system', () => {
  test('is ready when it can accept runs, and tells whether they start', async () => {
    const ready = await api.get('/api/health/ready');
    expect(ready.status).toBe(200);
    expect(ReadyView.parse(ready.body)).toMatchObject({
      ok: true,
      temporal: { ok: true },
      clusters: [{ name: 'local', ok: true }],
    });
  });

  test('is ready without Temporal, and says that runs wait', async () => {
    api.starter.isAway = true;
    const { status, body } = await api.get('/api/health/ready');
    expect([status, body.temporal.ok]).toEqual([200, false]);
    expect(body.temporal.message).toMatch(/accepted and wait/);
  });

  test('is not ready without its store', async () => {
    api.isStoreAway = true;
    const { status, body } = await api.get('/api/health/ready');
    expect([status, ReadyView.parse(body).mongodb.ok]).toEqual([503, false]);
    api.isStoreAway = false;
  });

  test('tells for how long runs are kept, where they are not kept for ever', async () => {
    const keepRunsDays = async (world: ApiWorld) =>
      VersionView.parse((await world.get('/api/version')).body).keepRunsDays;
    const tidy = await ApiWorld.start({ FLOTILLA_KEEP_RUNS_DAYS: '7' });
    try {
      expect([await keepRunsDays(api), await keepRunsDays(tidy)]).toEqual([undefined, 7]);
    } finally {
      await tidy.stop();
    }
  });

  test('tells where the workflows of its runs are to be seen', async () => {
    const settings = { TEMPORAL_UI_URL: 'http://temporal:8233', TEMPORAL_NAMESPACE: 'flotilla-live' };
    const elsewhere = await ApiWorld.start(settings);
    try {
      expect(VersionView.parse((await elsewhere.get('/api/version')).body)).toMatchObject({
        temporalUi: 'http://temporal:8233',
        temporalNamespace: 'flotilla-live',
      });
    } finally {
      await elsewhere.stop();
    }
  });

  test('tells its version and its figures', async () => {
    expect(VersionView.parse((await api.get('/api/version', { 'x-flotilla-user': 'ada' })).body)).toMatchObject({
      user: 'ada',
      engines: ['simulated'],
    });
    await api.post('/api/runs', { job: 'hello' });
    const { body } = await api.get('/metrics');
    const quick = await RunningJob.running(api);
    await quick.end();
    const later = String((await api.get('/metrics')).body);
    expect(later).toMatch(/flotilla_runs_finished_total\{cluster="local",state="succeeded",code=""\} 1/);
    expect(String((await api.get('/metrics')).body)).toContain('flotilla_run_queue_seconds_count{cluster="local"} 1');
    expect(body).toMatch(/flotilla_runs\{cluster="local",state="queued"\} 1/);
    expect(body).toMatch(/flotilla_cluster_limit\{cluster="local",dimension="slots"\} 4/);
    expect(body).toMatch(/flotilla_http_request_seconds_count\{method="POST",route="\/api\/runs",status="201"\} 1/);
  });
});
