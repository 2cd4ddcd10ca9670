import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { RunCountsView, RunPage, RunQueueView, RunView } from '../../domain/contract/runs.js';
import { runId } from '../../domain/ids.js';
import { EventReader } from './event-reader.js';
import { RunningJob } from './running-job.js';
import { ApiWorld } from './world.js';

let api: ApiWorld;
beforeEach(async () => {
  api = await ApiWorld.start();
  await api.furnish();
});
afterEach(() => api.stop());

const launch = async (body: Record<string, unknown> = {}) =>
  RunView.parse((await api.post('/api/runs', { job: 'hello', ...body })).body);
const idsOf = async (query: string) =>
  RunPage.parse((await api.get(`/api/runs?${query}`)).body).items.map(({ id }) => id);

describe('finding runs', () => {
  test('a list is newest first and goes on behind its cursor, also while runs are added', async () => {
    const ids = [];
    for (let n = 0; n < 7; n += 1) ids.unshift((await launch()).id);
    const first = RunPage.parse((await api.get('/api/runs?limit=3')).body);
    await launch();
    const second = RunPage.parse((await api.get(`/api/runs?limit=10&cursor=${first.next}`)).body);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
    expect(second.next).toBeUndefined();
  });

  test('every filter narrows the list', async () => {
    await api.put('/api/jobs/other', { command: 'true', cluster: 'local', group: 'science' });
    const plain = await launch();
    const labelled = await launch({ labels: { team: 'a=b' } });
    const other = await launch({ job: 'other' });
    await api.runs.finish(runId(plain.id), { kind: 'cancelled', by: 'ada' }, Date.now());
    expect(await idsOf('job=other')).toEqual([other.id]);
    expect(await idsOf('job=nope')).toEqual([]);
    expect(await idsOf('group=science')).toEqual([other.id]);
    expect(await idsOf('state=cancelled,failed')).toEqual([plain.id]);
    expect(await idsOf('label=team%3Da%3Db')).toEqual([labelled.id]);
    expect(await idsOf('q=oth')).toEqual([other.id]);
    expect(await idsOf('cluster=elsewhere')).toEqual([]);
    expect(
      await idsOf(`since=${other.createdAt}&until=${new Date(Date.parse(other.createdAt) + 1).toISOString()}`),
    ).toContain(other.id);
  });

  test('a filter that is no filter is refused by name', async () => {
    for (const [query, path] of [
      ['colour=red', 'colour'],
      ['state=happy', 'state.0'],
      ['limit=501', 'limit'],
      ['since=yesterday', 'since'],
      ['label=x', 'label'],
    ])
      expect((await api.get(`/api/runs?${query}`)).body).toMatchObject({
        status: 400,
        code: 'malformed',
        errors: [{ path }],
      });
  });

  test('live runs are counted by state and cluster', async () => {
    await launch();
    await RunningJob.running(api);
    const { items } = RunCountsView.parse((await api.get('/api/runs/counts')).body);
    expect(items).toEqual(
      expect.arrayContaining([
        { cluster: 'local', state: 'queued', count: 1 },
        { cluster: 'local', state: 'running', count: 1 },
      ]),
    );
  });

  test('a run that has not changed is not sent again', async () => {
    const { id } = await launch();
    const { headers } = await api.get(`/api/runs/${id}`);
    const known = { 'if-none-match': headers.get('etag') ?? '' };
    expect((await api.get(`/api/runs/${id}`, known)).status).toBe(304);
    await api.post(`/api/runs/${id}/priority`, { priority: 1 });
    expect((await api.get(`/api/runs/${id}`, known)).status).toBe(200);
  });

  test('a run that is not there is not found, whatever its id looks like', async () => {
    for (const id of ['01K9ZJ3V7Q4T8RWX2M5N6P0ABC', 'nonsense', '..%2f..%2fetc'])
      expect((await api.get(`/api/runs/${id}`)).body).toMatchObject({ status: 404, code: 'not-found' });
  });
});

describe('cancelling', () => {
  test('a cancel is noted, delivered and in the audit trail; asking again changes nothing', async () => {
    const { id } = await launch();
    const first = await api.post(`/api/runs/${id}/cancel`, { reason: 'wrong day' }, { 'x-flotilla-user': 'ada' });
    expect(first).toMatchObject({ status: 202, body: { cancel: { by: 'ada', reason: 'wrong day' } } });
    expect(first.body.note).toBeUndefined();
    const second = await api.ask('POST', `/api/runs/${id}/cancel`);
    expect(second.body).toEqual(first.body);
    expect(api.starter.cancelled).toContain(id);
    const { items } = (await api.get(`/api/audit?subject=run/${id}&action=run.cancel`)).body;
    expect(items).toMatchObject([{ actor: 'ada', action: 'run.cancel', details: { reason: 'wrong day' } }]);
  });

  test('without Temporal the cancel stays noted, and the answer says so', async () => {
    const { id } = await launch();
    api.starter.isAway = true;
    const { status, body } = await api.post(`/api/runs/${id}/cancel`, {});
    expect(status).toBe(202);
    expect(body.note).toMatch(/noted/);
    expect((await api.runs.get(runId(id)))?.cancel).toBeDefined();
  });

  test('a run that ended by itself cannot be cancelled; a cancelled one answers as it is', async () => {
    const ended = await RunningJob.running(api);
    await ended.end();
    expect((await api.post(`${ended.path}/cancel`, {})).body).toMatchObject({ status: 409, code: 'conflict' });
    const cancelled = await RunningJob.launched(api);
    await api.post(`${cancelled.path}/cancel`, {});
    await cancelled.finish({ kind: 'cancelled', by: 'ada' });
    expect(await api.post(`${cancelled.path}/cancel`, {})).toMatchObject({ status: 202, body: { state: 'cancelled' } });
    expect((await api.post('/api/runs/01K9ZJ3V7Q4T8RWX2M5N6P0ABC/cancel', {})).status).toBe(404);
  });
});

describe('running it again', () => {
  test('without edits it is the same snapshot, priority and labels, even if the job was changed', async () => {
    const first = await launch({ priority: 2, labels: { a: 'b' }, env: { X: '1' } });
    await api.put('/api/jobs/hello', { command: 'echo changed', cluster: 'local' });
    const { status, body } = await api.ask('POST', `/api/runs/${first.id}/rerun`);
    expect(status).toBe(201);
    const again = RunView.parse(body);
    const same = ({ command, env, resources, limits, retry, priority, labels, job }: RunView) => ({
      command,
      env,
      resources,
      limits,
      retry,
      priority,
      labels,
      job,
    });
    expect(same(again)).toEqual(same(first));
    expect(again.trigger).toEqual({ kind: 'rerun', of: first.id });
    expect(again.id).not.toBe(first.id);
  });

  test('edits are laid over it and checked like a launch', async () => {
    const { id } = await launch({ env: { X: '1' } });
    const edited = await api.post(`/api/runs/${id}/rerun`, {
      env: { Y: '2' },
      command: 'echo other',
      resources: { memoryMiB: 64 },
    });
    expect(edited.body).toMatchObject({
      env: { X: '1', Y: '2' },
      command: 'echo other',
      resources: { cpu: 1, memoryMiB: 64 },
    });
    expect((await api.post(`/api/runs/${id}/rerun`, { resources: { cpu: 99 } })).body).toMatchObject({
      status: 422,
      code: 'too-large-for-cluster',
    });
    expect((await api.post(`/api/runs/${id}/rerun`, { colour: 'red' })).body).toMatchObject({
      status: 400,
      errors: [{ path: 'colour' }],
    });
  });
});

describe('cancelling by filter', () => {
  const cancelled = async () => {
    const { items } = RunPage.parse((await api.get('/api/runs?limit=100')).body);
    return items.filter((run) => run.cancel !== undefined).map(({ id }) => id);
  };

  test('asks all live runs that match to end, each with the reason, and no others', async () => {
    await api.put('/api/jobs/other', { command: 'true', cluster: 'local' });
    const [first, second] = [await launch(), await launch()];
    const ended = await RunningJob.running(api);
    await ended.end();
    await launch({ job: 'other' });
    const answer = await api.post('/api/runs/cancel', { filter: { job: 'hello' }, reason: 'wrong day' });
    expect(answer).toMatchObject({ status: 202, body: { cancelled: 2, more: false } });
    expect(await cancelled()).toEqual([second.id, first.id]);
    expect((await api.get(`/api/runs/${first.id}`)).body.cancel).toMatchObject({ reason: 'wrong day' });
    const { items } = (await api.get(`/api/audit?subject=run/${first.id}&action=run.cancel`)).body;
    expect(items).toMatchObject([{ action: 'run.cancel', details: { reason: 'wrong day' } }]);
    const { items: deeds } = (await api.get('/api/audit?subject=run/*')).body;
    expect(deeds).toMatchObject([{ action: 'run.cancel-many', details: { filter: { job: 'hello' }, cancelled: 2 } }]);
    expect((await api.post('/api/runs/cancel', { filter: { job: 'hello' } })).body).toEqual({
      cancelled: 0,
      more: false,
    });
  });

  test('stops at its limit, says that there are more, and goes on when asked again', async () => {
    for (let n = 0; n < 5; n += 1) await launch();
    const body = { filter: { state: ['queued'] }, limit: 3 };
    expect((await api.post('/api/runs/cancel', body)).body).toEqual({ cancelled: 3, more: true });
    expect((await api.post('/api/runs/cancel', body)).body).toEqual({ cancelled: 2, more: false });
    expect(await cancelled()).toHaveLength(5);
  });

  test('leaves ended runs alone, and refuses a filter that names nothing', async () => {
    await launch();
    for (const filter of [{ state: ['failed'] }, { job: 'nope' }])
      expect((await api.post('/api/runs/cancel', { filter })).body).toEqual({ cancelled: 0, more: false });
    expect((await api.post('/api/runs/cancel', { filter: {} })).body).toMatchObject({
      status: 400,
      errors: [{ path: 'filter' }],
    });
    expect(await cancelled()).toEqual([]);
  });

  test.each([{ q: '' }, { q: '  ' }, { owner: '' }, { state: [] }, { state: '' }, { cluster: '' }, { job: '' }])(
    'an empty %j cancels nothing: the variable behind it was not set',
    async (empty) => {
      await launch();
      const [name] = Object.keys(empty);
      const { status, body } = await api.post('/api/runs/cancel', { filter: { group: 'default', ...empty } });
      expect([status, body.errors?.[0].path]).toEqual([400, expect.stringMatching(`^filter\\.${name}`)]);
      expect(await cancelled()).toEqual([]);
    },
  );
});

describe('the queue', () => {
  test('a waiting run is told its place, what is short and who has it', async () => {
    await api.put('/api/clusters/local', { engine: { kind: 'simulated' }, limits: { slots: 1 } });
    const holder = await launch();
    await api.leases.grant({ runId: runId(holder.id), generation: 1 }, Date.now());
    await launch();
    const { id } = await launch();
    const view = RunQueueView.parse((await api.get(`/api/runs/${id}/queue`)).body);
    expect(view).toMatchObject({ waiting: true, position: 2, ahead: 1, limits: { slots: 1 }, inUse: { slots: 1 } });
    expect(view.hindrance).toEqual({ kind: 'limit', dimensions: ['slots'] });
    expect(view.holders).toMatchObject([{ runId: holder.id, name: 'hello' }]);
    expect(view.sentence).toBe("1 run is ahead; the cluster's only slot is in use, by hello.");
  });

  test('a waiting run is told when it should start, and which runs are ahead', async () => {
    await api.put('/api/clusters/local', { engine: { kind: 'simulated' }, limits: { slots: 1 } });
    const past = await RunningJob.running(api);
    await past.end();
    const holder = await launch();
    await api.leases.grant({ runId: runId(holder.id), generation: 1 }, Date.now());
    await launch();
    const { id } = await launch();
    const view = RunQueueView.parse((await api.get(`/api/runs/${id}/queue`)).body);
    expect(view.aheadBy).toEqual([{ name: 'hello', owner: view.holders[0]!.owner, count: 1 }]);
    expect(view.start).toMatchObject({
      samples: 1,
      sentence: 'It should start within a minute, judged by one past run.',
    });
    expect(Date.parse(view.start!.earliest!)).toBeLessThanOrEqual(Date.parse(view.start!.latest!));
    await api.post('/api/clusters/local/pause', {});
    const paused = RunQueueView.parse((await api.get(`/api/runs/${id}/queue`)).body);
    expect(paused.start).toEqual({
      samples: 0,
      sentence: 'When it starts cannot be said before the cluster is resumed.',
    });
  });

  test('without a past run nobody says when it should start', async () => {
    const { id } = await launch();
    expect(RunQueueView.parse((await api.get(`/api/runs/${id}/queue`)).body).start).toMatchObject({ samples: 0 });
  });

  test('the position is that of the grant order, shares and aging included', async () => {
    const queue = { fairShare: 'group' };
    await api.put('/api/clusters/local', { engine: { kind: 'simulated' }, limits: { slots: 1 }, queue });
    await api.put('/api/jobs/other', { command: 'true', cluster: 'local', group: 'science' });
    const holder = await launch();
    await api.leases.grant({ runId: runId(holder.id), generation: 1 }, Date.now());
    await launch();
    const second = await launch();
    const other = await launch({ job: 'other' });
    expect((await api.get(`/api/runs/${other.id}/queue`)).body.position).toBe(1);
    expect((await api.get(`/api/runs/${second.id}/queue`)).body.position).toBe(3);
    const { waiting } = (await api.get('/api/clusters/local/queue')).body;
    expect(waiting[0]).toMatchObject({ runId: other.id, position: 1, hindrance: { kind: 'limit' } });
    expect((await api.get('/api/clusters/local')).body.queue).toMatchObject({ fairShare: 'group', agingSeconds: 0 });
  });

  test('priority moves a waiting run; one that has had its turn keeps its own', async () => {
    await launch();
    const { id } = await launch();
    expect((await api.post(`/api/runs/${id}/priority`, { priority: 1 })).body).toMatchObject({ priority: 1 });
    expect((await api.get(`/api/runs/${id}/queue`)).body.position).toBe(1);
    await api.leases.grant({ runId: runId(id), generation: 1 }, Date.now());
    expect((await api.post(`/api/runs/${id}/priority`, { priority: 5 })).body).toMatchObject({
      status: 409,
      code: 'conflict',
    });
    expect((await api.post(`/api/runs/${id}/priority`, { priority: 9 })).body).toMatchObject({
      status: 400,
      errors: [{ path: 'priority' }],
    });
  });

  test('of two changes of priority at once, the run shows the one that its queue uses', async () => {
    const { id } = await launch();
    const ask = (priority: number) => api.post(`/api/runs/${id}/priority`, { priority });
    const write = api.runs.reprioritise.bind(api.runs);
    // The second comes and goes while the first is between its two writes.
    jest.spyOn(api.runs, 'reprioritise').mockImplementationOnce(async (...order) => {
      await ask(5);
      return write(...order);
    });
    expect((await ask(1)).body.priority).toBe(5);
    expect((await api.get(`/api/runs/${id}`)).body.priority).toBe(5);
    expect(await api.leases.get(runId(id))).toMatchObject({ priority: 5 });
  });

  test('asking again for the priority that a run shows mends one that never reached its queue', async () => {
    const { id } = await launch();
    await api.leases.reprioritise(runId(id), 5);
    expect((await api.post(`/api/runs/${id}/priority`, { priority: 3 })).body.priority).toBe(3);
    expect(await api.leases.get(runId(id))).toMatchObject({ priority: 3 });
    const deeds = async () => (await api.get(`/api/audit?subject=run/${id}&action=run.priority`)).body.items;
    expect(await deeds()).toMatchObject([{ details: { before: { priority: 5 }, after: { priority: 3 } } }]);
    await api.post(`/api/runs/${id}/priority`, { priority: 3 });
    expect(await deeds()).toHaveLength(1);
  });

  test('a run that has had its turn waits for nothing', async () => {
    const job = await RunningJob.running(api);
    const view = RunQueueView.parse((await api.get(`${job.path}/queue`)).body);
    expect(view).toMatchObject({ waiting: false, sentence: 'The run has had its turn.' });
    expect(view.position).toBeUndefined();
  });
});

describe('following a run', () => {
  test('every change comes as the whole run, and the stream ends when nothing can change any more', async () => {
    const job = await RunningJob.launched(api);
    const viewer = await EventReader.open(`${api.url}${job.path}/events`);
    await viewer.until((events) => events.length === 1);
    await job.begin();
    await viewer.until((events) => events.some(({ data }) => data.state === 'running'));
    await job.end();
    const events = await viewer.ended();
    expect(events.at(-1)).toMatchObject({ event: 'end', data: { state: 'succeeded' } });
    const runs = events.slice(0, -1).map(({ data }) => RunView.parse(data));
    expect(runs.at(-1)?.attempts[0]?.log.complete).toBe(true);
    expect(runs.map(({ version }) => version)).toEqual(runs.map(({ version }) => version).sort((a, b) => a - b));
  });

  test('a change that nobody announced is found all the same', async () => {
    const job = await RunningJob.launched(api);
    const viewer = await EventReader.open(`${api.url}${job.path}/events`);
    await viewer.until((events) => events.length === 1);
    await api.runs.reprioritise(job.id, 1);
    await viewer.until((events) => events.at(-1)?.data.priority === 1);
    viewer.leave();
  });
});
