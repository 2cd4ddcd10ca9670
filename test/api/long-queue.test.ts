import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { RunQueueView, RunView } from '../../domain/contract/runs.js';
import { runId } from '../../domain/ids.js';
import { planQueue } from '../../domain/lease-rules.js';
import { aLease } from '../contracts/builders.js';
import { ApiWorld } from './world.js';

let api: ApiWorld;
beforeEach(async () => {
  api = await ApiWorld.start();
  await api.furnish();
});
afterEach(() => api.stop());

const launch = async () => RunView.parse((await api.post('/api/runs', { job: 'hello' })).body);
const explained = async (id: string) => RunQueueView.parse((await api.get(`/api/runs/${id}/queue`)).body);

/** So many runs of several owners that were there before. */
async function crowd(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1)
    await api.leases.enqueue(aLease(n, { cluster: 'local', owner: `owner-${n % 7}`, priority: 2 + (n % 3) }));
}

test('behind ten thousand runs a run is told its true place, and a hundred viewers cost no more than a few', async () => {
  const queue = { fairShare: 'owner' };
  await api.put('/api/clusters/local', { engine: { kind: 'simulated' }, limits: { slots: 1 }, queue });
  const holder = await launch();
  await api.leases.grant({ runId: runId(holder.id), generation: 1 }, Date.now());
  await crowd(10_000);
  const { id } = await launch();

  let reads = 0;
  const waiting = api.leases.waiting.bind(api.leases);
  api.leases.waiting = (...asked) => {
    reads += 1;
    return waiting(...asked);
  };
  const views = await Promise.all(Array.from({ length: 100 }, () => explained(id)));

  const cluster = (await api.clusters.get('local'))!;
  const plan = planQueue(await waiting('local', 20_000), await api.leases.held('local'), cluster, Date.now());
  const position = plan.findIndex(({ lease }) => lease.runId === id) + 1;
  expect(position).toBeGreaterThan(3_000);
  for (const view of views) expect(view).toMatchObject({ position, ahead: position - 1, hindrance: { kind: 'limit' } });
  expect(reads).toBeLessThan(10);
});

test('even so far back that nobody plans so far ahead a run is told how many are before it', async () => {
  await api.put('/api/clusters/local', { engine: { kind: 'simulated' }, limits: { slots: 1 } });
  const holder = await launch();
  await api.leases.grant({ runId: runId(holder.id), generation: 1 }, Date.now());
  await crowd(12_500);
  const { id } = await launch();
  await api.post(`/api/runs/${id}/priority`, { priority: 5 });
  expect(await explained(id)).toMatchObject({ position: 12_501, ahead: 12_500 });
});

test('a run that was moved to the front of a long queue is told so at once, however many are looking', async () => {
  await api.put('/api/clusters/local', { engine: { kind: 'simulated' }, limits: { slots: 1 } });
  const holder = await launch();
  await api.leases.grant({ runId: runId(holder.id), generation: 1 }, Date.now());
  await crowd(600);
  const { id } = await launch();
  expect((await explained(id)).position).toBeGreaterThan(300);
  await api.post(`/api/runs/${id}/priority`, { priority: 1 });
  expect(await explained(id)).toMatchObject({ position: 1, ahead: 0 });
});

test('a run that waits while the limits become too small for it is told that it cannot start', async () => {
  const engine = { kind: 'simulated' };
  await api.put('/api/clusters/local', { engine, limits: { cpu: 4 } });
  await api.put('/api/jobs/large', { command: 'true', resources: { cpu: 3 } });
  const { id } = RunView.parse((await api.post('/api/runs', { job: 'large', cluster: 'local' })).body);
  await api.put('/api/clusters/local', { engine, limits: { cpu: 2 } });
  const { sentence, start } = await explained(id);
  expect(sentence).toContain('it needs 3 CPUs and the cluster has 2 CPUs in all');
  expect(start?.sentence).toBe("It cannot start before the cluster's limits are raised.");
});

test('all that an operator does to a queue is in the audit trail: who, when, what and why', async () => {
  const engine = { kind: 'simulated' };
  await api.post('/api/clusters/local/pause', { reason: 'full disk' });
  const { id } = await launch();
  await api.post(`/api/runs/${id}/priority`, { priority: 1 });
  await api.put('/api/clusters/local', { engine, limits: { slots: 2 }, queue: { weights: { ada: 3 } } });
  await api.post('/api/clusters/local/resume', {});
  await api.post('/api/clusters/local/drain', { reason: 'it moves' });
  await api.post('/api/runs/cancel', { filter: { cluster: 'local' }, reason: 'not needed' });

  const { items } = (await api.get('/api/audit?limit=50')).body;
  const deeds = items.map(({ action, subject, details }: Record<string, unknown>) => ({ action, subject, details }));
  expect(deeds.toReversed().slice(2)).toMatchObject([
    {
      action: 'cluster.paused',
      subject: 'cluster/local',
      details: { before: { status: 'active' }, after: { status: 'paused', reason: 'full disk' } },
    },
    { action: 'run.launch', subject: `run/${id}` },
    {
      action: 'run.priority',
      subject: `run/${id}`,
      details: { before: { priority: 3 }, after: { priority: 1 } },
    },
    {
      action: 'cluster.change',
      details: { before: { limits: { slots: 4 } }, after: { limits: { slots: 2 }, queue: { weights: { ada: 3 } } } },
    },
    { action: 'cluster.active', subject: 'cluster/local' },
    { action: 'cluster.draining', details: { after: { reason: 'it moves' } } },
    { action: 'run.cancel', subject: `run/${id}`, details: { reason: 'not needed' } },
    { action: 'run.cancel-many', subject: 'run/*', details: { filter: { cluster: 'local' }, cancelled: 1 } },
  ]);
  for (const { actor, at } of items) expect([typeof actor, Date.parse(at) > 0]).toEqual(['string', true]);
});
