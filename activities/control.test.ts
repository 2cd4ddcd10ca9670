import { asyncLocalStorage, type Context } from '@temporalio/activity';
import { beforeEach, expect, jest, test } from '@jest/globals';
import { Failure } from '../domain/failures.js';
import type { Run } from '../domain/run.js';
import { waitingLease } from '../domain/waiting-lease.js';
import { aRun, aRunId, anAttempt } from '../test/contracts/builders.js';
import { FakeEngine } from '../test/fakes/fake-engine.js';
import { MemoryClusterStore } from '../test/fakes/memory-cluster-store.js';
import { MemoryLeaseLedger } from '../test/fakes/memory-lease-ledger.js';
import { MemoryRunStore } from '../test/fakes/memory-run-store.js';
import { type ControlActivities, createControlActivities } from './control.js';
import type { ActivityDeps } from './deps.js';

const id = aRunId(1);
const cancel = { requestedAt: 1, by: 'ada', reason: 'a typo' };
const attempt = anAttempt(id, 1, 1, { handle: { fake: 'x' } });
const exit = { outOfMemory: false, endedByItself: true, reasons: [], code: 0 };

let runs: MemoryRunStore;
let clusters: MemoryClusterStore;
let leases: MemoryLeaseLedger;
let engine: FakeEngine;
let control: ControlActivities;
beforeEach(() => {
  [runs, leases, engine] = [new MemoryRunStore(), new MemoryLeaseLedger(), new FakeEngine()];
  clusters = new MemoryClusterStore();
  // What it does not use is not there: asking for it would throw.
  control = createControlActivities({
    runs,
    leases,
    clusters,
    engines: { of: () => engine },
    clock: { now: () => 2 },
    wakeups: { wake: () => undefined },
  } as unknown as ActivityDeps);
});

async function granted(given: Partial<Run>): Promise<Run> {
  const run = aRun({ id, ...given });
  await runs.insert(run);
  await clusters.put({ name: run.snapshot.cluster, engine: { kind: 'simulated' }, limits: {}, description: '' }, 1);
  await leases.enqueue(waitingLease(run));
  await leases.grant({ runId: id, generation: 1 }, 1);
  return run;
}

test('a cancel ends a run that was granted its turn but that no worker has begun, and its slot is free', async () => {
  await granted({ cancel });
  await control.stop(id, 'cancelled');
  expect(await runs.get(id)).toMatchObject({ state: 'cancelled', outcome: { kind: 'cancelled', by: 'ada' } });
  expect(await leases.get(id)).toBeUndefined();
});

test('a cancel of a run that is begun in this moment stops its attempt and takes nothing from it', async () => {
  await granted({ cancel });
  const finish = runs.finishWaiting.bind(runs);
  runs.finishWaiting = async (...asked) => {
    await runs.beginAttempt(id, attempt);
    return finish(...asked);
  };
  await control.stop(id, 'cancelled');
  expect(await runs.get(id)).toMatchObject({ state: 'stopping', attempts: [{ stop: { cause: { by: 'ada' } } }] });
  expect(await leases.get(id)).toMatchObject({ holding: true });
});

const denied = new Failure('engine-error', 'AWS does not allow ecs:StopTask.');

test('an engine that refuses the stop is asked as long as the container lives, and not any more when it has ended', async () => {
  await granted({ cancel, state: 'running', attempts: [attempt] });
  engine.stop = () => Promise.reject(denied);
  await expect(control.stop(id, 'cancelled')).rejects.toBe(denied);
  await runs.recordExit(id, attempt.token, exit, 3);
  await control.stop(id, 'cancelled');
  expect(await runs.get(id)).toMatchObject({ state: 'stopping', attempts: [{ exit }] });
});

test('a run that was closed by force is watched on although its engine refuses the stop, and the log says so', async () => {
  await granted({ state: 'running', attempts: [attempt] });
  engine.stop = () => Promise.reject(denied);
  const warn = jest.fn();
  const context = { log: { warn } } as unknown as Context;
  await asyncLocalStorage.run(context, () => control.stopAbandoned(id, 'terminated'));
  expect(await runs.get(id)).toMatchObject({
    state: 'stopping',
    attempts: [{ stop: { cause: { evidence: 'terminated' } } }],
  });
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('ecs:StopTask'));
});
