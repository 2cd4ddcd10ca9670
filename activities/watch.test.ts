import { expect, jest, test } from '@jest/globals';
import { asyncLocalStorage, type Context } from '@temporalio/activity';
import { Failure } from '../domain/failures.js';
import { waitingLease } from '../domain/waiting-lease.js';
import { aRun, aRunId, anAttempt } from '../test/contracts/builders.js';
import { FakeEngine } from '../test/fakes/fake-engine.js';
import { MemoryClusterStore } from '../test/fakes/memory-cluster-store.js';
import { MemoryLeaseLedger } from '../test/fakes/memory-lease-ledger.js';
import { MemoryRunStore } from '../test/fakes/memory-run-store.js';
import { MemorySecrets } from '../test/fakes/memory-secrets.js';
import type { ActivityDeps } from './deps.js';
import { createLocalActivities } from './local.js';
import { SignsOfLife } from './signs-of-life.js';
import { createWatchActivities } from './watch.js';

test('a log whose cluster was removed before its end was read says so, and is followed no longer', async () => {
  const runs = new MemoryRunStore();
  const attempt = { ...anAttempt(aRunId(1)), handle: { pid: 1 } };
  await runs.insert(aRun({ id: aRunId(1), state: 'running', attempts: [attempt] }));
  // What it does not use is not there: asking for it would throw.
  const activities = createWatchActivities({ runs, clusters: new MemoryClusterStore() } as unknown as ActivityDeps);
  await activities.drainLog(aRunId(1), attempt.token);
  expect((await runs.get(aRunId(1)))?.attempts[0]?.log).toMatchObject({
    complete: true,
    note: 'Its cluster was removed before the end of the log was read.',
  });
});

test('a worker gives no more signs for a run that it has watched and that another worker has concluded', async () => {
  jest.useFakeTimers();
  const runs = new MemoryRunStore();
  const leases = new MemoryLeaseLedger();
  const clusters = new MemoryClusterStore();
  const run = aRun({ id: aRunId(1) });
  await runs.insert(run);
  await clusters.put({ name: run.snapshot.cluster, engine: { kind: 'simulated' }, limits: {}, description: '' }, 0);
  await leases.enqueue(waitingLease(run));
  await leases.grant({ runId: run.id, generation: 1 }, 1);
  const clock = { now: () => 2 };
  const engines = {
    of: () => {
      jest.advanceTimersByTime(10_000);
      throw new Failure('invalid-request', 'This engine takes no runs.');
    },
  };
  const touch = jest.spyOn(leases, 'touch');
  const worker = () => {
    const signs = new SignsOfLife({ runs, leases, clock }, () => undefined);
    // What it does not use is not there: asking for it would throw.
    return {
      runs,
      leases,
      clusters,
      clock,
      engines,
      wakeups: { wake: () => undefined },
      signs,
    } as unknown as ActivityDeps;
  };
  const [watcher, other] = [worker(), worker()];
  const context = {
    cancellationSignal: new AbortController().signal,
    heartbeat: () => undefined,
  } as unknown as Context;
  try {
    const carryOut = () => createWatchActivities(watcher).carryOut(run.id, 1);
    const ending = await asyncLocalStorage.run(context, carryOut);
    expect(ending).toMatchObject({ kind: 'not-launched' });
    expect(touch.mock.calls).toEqual([[[run.id], 2]]);
    if (ending.kind === 'not-launched') await createLocalActivities(other).conclude(run.id, ending.outcome);
    expect(await leases.get(run.id)).toBeUndefined();
    jest.advanceTimersByTime(60_000);
    expect(touch).toHaveBeenCalledTimes(1);
  } finally {
    watcher.signs.close();
    jest.useRealTimers();
  }
});

test('a worker that was slow to begin launches nothing when another has begun the attempt and given it back', async () => {
  const [runs, leases, clusters] = [new MemoryRunStore(), new MemoryLeaseLedger(), new MemoryClusterStore()];
  const run = aRun({ id: aRunId(1) });
  await runs.insert(run);
  await clusters.put({ name: run.snapshot.cluster, engine: { kind: 'simulated' }, limits: {}, description: '' }, 0);
  await leases.enqueue(waitingLease(run));
  await leases.grant({ runId: run.id, generation: 1 }, 1);
  const begin = runs.beginAttempt.bind(runs);
  runs.beginAttempt = async (id, attempt) => {
    await begin(id, attempt);
    await runs.requeue(id, attempt.token, { kind: 'refused', message: 'no room' }, 3);
    return begin(id, attempt);
  };
  const engine = new FakeEngine();
  const signs = new SignsOfLife({ runs, leases, clock: { now: () => 2 } }, () => undefined);
  // What it does not use is not there: asking for it would throw.
  const worker = {
    runs,
    leases,
    clusters,
    signs,
    engines: { of: () => engine },
    secrets: new MemorySecrets(),
    clock: { now: () => 2 },
    wakeups: { wake: () => undefined },
  } as unknown as ActivityDeps;
  const context = { cancellationSignal: new AbortController().signal } as unknown as Context;
  try {
    const carryOut = () => createWatchActivities(worker).carryOut(run.id, 1);
    expect(await asyncLocalStorage.run(context, carryOut)).toEqual({ kind: 'stale' });
    expect(engine.cluster.containers.size).toBe(0);
  } finally {
    signs.close();
  }
});
