import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { asyncLocalStorage, type Context } from '@temporalio/activity';
import { logStart } from '../domain/log-chunk.js';
import { queueTopic } from '../domain/ports.js';
import type { Run } from '../domain/run.js';
import { waitingLease } from '../domain/waiting-lease.js';
import { aRun, aRunId } from '../test/contracts/builders.js';
import { FakeEngine } from '../test/fakes/fake-engine.js';
import { FakeRunStarter } from '../test/fakes/fake-run-starter.js';
import { MemoryAuditTrail } from '../test/fakes/memory-audit-trail.js';
import { MemoryClusterStore } from '../test/fakes/memory-cluster-store.js';
import { MemoryLeaseLedger } from '../test/fakes/memory-lease-ledger.js';
import { MemoryLogStore } from '../test/fakes/memory-log-store.js';
import { MemoryRunStore } from '../test/fakes/memory-run-store.js';
import { MemoryScheduleStore } from '../test/fakes/memory-schedule-store.js';
import { MemoryScheduler } from '../test/fakes/memory-scheduler.js';
import { createControlActivities } from './control.js';
import type { ActivityDeps } from './deps.js';
import { Sweep } from './sweep.js';

const BEGIN = 1_700_000_000_000;
const SECOND = 1_000;
const DAY = 86_400 * SECOND;

describe('the sweep', () => {
  let runs: MemoryRunStore;
  let leases: MemoryLeaseLedger;
  let logs: MemoryLogStore;
  let clusters: MemoryClusterStore;
  let audit: MemoryAuditTrail;
  let starter: FakeRunStarter;
  let now: number;
  let scheduler: MemoryScheduler;
  let woken: string[];
  let engine: FakeEngine;
  let deps: ActivityDeps;
  let sweep: Sweep;
  beforeEach(() => {
    runs = new MemoryRunStore();
    leases = new MemoryLeaseLedger();
    starter = new FakeRunStarter();
    now = BEGIN;
    logs = new MemoryLogStore();
    clusters = new MemoryClusterStore();
    audit = new MemoryAuditTrail();
    scheduler = new MemoryScheduler();
    woken = [];
    engine = new FakeEngine();
    const known = {
      logs,
      keepRunsDays: 7,
      runs,
      leases,
      starter,
      clusters,
      audit,
      schedules: new MemoryScheduleStore(),
      scheduler,
      engines: { of: () => engine },
      wakeups: { wake: (topic: string) => void woken.push(topic) },
    };
    // What it does not use is not there: asking for it would throw.
    deps = { ...known, clock: { now: () => now } } as unknown as ActivityDeps;
    sweep = new Sweep(deps);
  });

  async function accepted(n: number, given: Partial<Run> = {}): Promise<Run> {
    const run = aRun({ id: aRunId(n), createdAt: BEGIN, ...given });
    await runs.insert(run);
    await leases.enqueue(waitingLease(run));
    return run;
  }
  const look = () => sweep.run(() => undefined);

  test('writes the lease that a crash has left out, but not while the run is being accepted', async () => {
    const run = await accepted(1);
    await leases.release(run.id);
    now = BEGIN + 5 * SECOND;
    expect(await look()).toMatchObject({ looked: 1, leasesInserted: 0 });
    now = BEGIN + 60 * SECOND;
    expect(await look()).toMatchObject({ leasesInserted: 1 });
    expect(await leases.get(run.id)).toEqual(waitingLease(run));
    expect(await look()).toMatchObject({ leasesInserted: 0 });
  });

  test('looks through a very long queue in parts, to its end and from its beginning again', async () => {
    for (let n = 1; n <= 10_001; n += 1) await runs.insert(aRun({ id: aRunId(n), createdAt: BEGIN }));
    now = BEGIN + 60 * SECOND;
    expect(await look()).toMatchObject({ looked: 10_000, leasesInserted: 10_000 });
    expect(await look()).toMatchObject({ looked: 1, leasesInserted: 1 });
    await leases.release(aRunId(1));
    expect(await look()).toMatchObject({ looked: 10_000, leasesInserted: 1 });
  });

  test('gives back what an ended run still holds, and tells whoever waits for the room', async () => {
    const run = await accepted(1, { state: 'succeeded', times: { queued: BEGIN, succeeded: BEGIN } });
    await leases.grant({ runId: run.id, generation: 1 }, BEGIN);
    now = BEGIN + 60 * SECOND;
    expect(await look()).toMatchObject({ leasesReleased: 1 });
    expect(await leases.get(run.id)).toBeUndefined();
    expect(woken).toContain(queueTopic(run.snapshot.cluster));
  });

  test('removes old runs also while a schedule cannot be looked after', async () => {
    const old = { state: 'succeeded', times: { queued: BEGIN, succeeded: BEGIN } } as const;
    await runs.insert(aRun({ id: aRunId(1), ...old }));
    now = BEGIN + 8 * DAY;
    scheduler.known = () => Promise.reject(new Error('Temporal is away.'));
    expect(await look()).toMatchObject({ failed: 1, firstFailure: 'temporal/schedules: Temporal is away.' });
    expect(await runs.get(aRunId(1))).toBeUndefined();
  });

  test('removes runs that ended longer ago than they are kept, with their logs, and nothing that lives', async () => {
    const chunk = {
      seq: 0,
      lines: [{ number: 1, at: BEGIN, text: 'hello' }],
      bytes: 6,
      position: logStart,
      sealed: true,
    };
    const old = { state: 'succeeded', times: { queued: BEGIN, succeeded: BEGIN } } as const;
    const young = { state: 'failed', times: { queued: BEGIN, failed: BEGIN + 2 * DAY } } as const;
    for (const run of [aRun({ id: aRunId(1), ...old }), aRun({ id: aRunId(2), ...young }), aRun({ id: aRunId(3) })]) {
      await runs.insert(run);
      await logs.write(run.id, 1, chunk);
    }
    now = BEGIN + 7 * DAY;
    expect(await look()).toMatchObject({ runsForgotten: 0 });
    now = BEGIN + 7 * DAY + 1;
    expect(await look()).toMatchObject({ runsForgotten: 1 });
    const left = [];
    for (const n of [1, 2, 3]) left.push([await runs.get(aRunId(n)), (await logs.tail(aRunId(n), 1)).lines]);
    expect(left).toEqual([
      [undefined, 0],
      [expect.objectContaining({ state: 'failed' }), 1],
      [expect.objectContaining({ state: 'queued' }), 1],
    ]);
    const { items } = await audit.list({ kind: 'run' }, 10);
    expect(items.map(({ action, details }) => [action, details['count']])).toEqual([['run.forget-many', 1]]);
    expect(await look()).toMatchObject({ runsForgotten: 0 });
  });

  test('starts the workflow of a run that has waited too long, so that it is given up', async () => {
    const { id, snapshot } = await accepted(1);
    now = BEGIN + snapshot.limits.queueSeconds * SECOND;
    expect(await look()).toMatchObject({ workflowsStarted: 0 });
    now += 1;
    expect(await look()).toMatchObject({ workflowsStarted: 1 });
    expect(starter.started).toEqual([id]);
  });

  test('delivers a cancel again that may have got lost', async () => {
    const { id } = await accepted(1);
    await runs.requestCancel(id, { requestedAt: BEGIN, by: 'ada' });
    now = BEGIN + 10 * SECOND;
    expect(await look()).toMatchObject({ cancelsDelivered: 0 });
    now = BEGIN + 60 * SECOND;
    expect(await look()).toMatchObject({ cancelsDelivered: 1 });
    expect(starter.cancelled).toEqual([id]);
  });

  test('goes on after a run whose signals Temporal refuses, and says which it was', async () => {
    const refused = await accepted(1);
    const heard = await accepted(2);
    for (const { id } of [refused, heard]) await runs.requestCancel(id, { requestedAt: BEGIN, by: 'ada' });
    const lost = await accepted(3);
    await leases.release(lost.id);
    const cancel = starter.cancel.bind(starter);
    starter.cancel = async (run) => {
      if (run.id === refused.id) throw new Error('exceeded workflow execution limit for signal events');
      return cancel(run);
    };
    now = BEGIN + 60 * SECOND;
    expect(await look()).toMatchObject({
      cancelsDelivered: 1,
      leasesInserted: 1,
      failed: 1,
      firstFailure: `run/${refused.id}: exceeded workflow execution limit for signal events`,
    });
    expect(starter.cancelled).toEqual([heard.id]);
    expect(await leases.get(lost.id)).toBeDefined();
  });

  test('goes on after a cluster whose allocator cannot be started, and after a log that cannot be removed', async () => {
    for (const name of ['broken', 'sound'])
      await clusters.put({ name, engine: { kind: 'simulated' }, limits: {}, description: '' }, 0);
    const ensure = starter.ensureSemaphore.bind(starter);
    starter.ensureSemaphore = async (name) => {
      if (name === 'broken') throw new Error('a name that Temporal refuses');
      return ensure(name);
    };
    const old = { state: 'succeeded', times: { queued: BEGIN, succeeded: BEGIN } } as const;
    for (const n of [1, 2]) await runs.insert(aRun({ id: aRunId(n), ...old }));
    const remove = logs.remove.bind(logs);
    logs.remove = async (id) => {
      if (id === aRunId(1)) throw new Error('a chunk that cannot be removed');
      return remove(id);
    };
    now = BEGIN + 8 * DAY;
    const firstFailure = 'cluster/broken: a name that Temporal refuses';
    expect(await look()).toMatchObject({ runsForgotten: 1, failed: 2, firstFailure });
    expect([...starter.semaphores]).toEqual(['sound']);
    expect([await runs.get(aRunId(1)), await runs.get(aRunId(2))]).toEqual([expect.anything(), undefined]);
  });

  test("tells of what failed in the worker's log, and of nothing when all went well", async () => {
    const warn = jest.fn();
    const context = {
      heartbeat: () => undefined,
      cancellationSignal: new AbortController().signal,
      log: { warn },
    } as unknown as Context;
    const control = createControlActivities(deps);
    const sweep = () => control.sweep();
    await asyncLocalStorage.run(context, sweep);
    expect(warn).not.toHaveBeenCalled();
    await clusters.put({ name: 'broken', engine: { kind: 'simulated' }, limits: {}, description: '' }, 0);
    starter.ensureSemaphore = () => Promise.reject(new Error('a name that Temporal refuses'));
    expect(await asyncLocalStorage.run(context, sweep)).toMatchObject({ failed: 1 });
    expect(warn.mock.calls).toEqual([
      [expect.stringContaining('cluster/broken: a name that Temporal refuses'), { failed: 1 }],
    ]);
  });

  test('looks after the other things while an engine is away, and says which', async () => {
    await clusters.put({ name: 'far', engine: { kind: 'simulated' }, limits: {}, description: '' }, 0);
    engine.faults.unreachable = 1;
    const firstFailure = 'cluster/far: The fake cluster does not answer.';
    expect(await look()).toMatchObject({ failed: 1, firstFailure });
    expect(await look()).toMatchObject({ failed: 0 });
  });

  test("heals what it can while Temporal's lists are away, and says so", async () => {
    const run = await accepted(1);
    await leases.release(run.id);
    now = BEGIN + 60 * SECOND;
    starter.isAway = true;
    const firstFailure = expect.stringMatching(/^temporal.closed-by-force: .*Temporal is away/) as unknown;
    expect(await look()).toMatchObject({ leasesInserted: 1, failed: 1, firstFailure });
    expect(await leases.get(run.id)).toEqual(waitingLease(run));
  });

  test('reads none of the runs that wait as they should, however many they are', async () => {
    for (let n = 0; n < 4_500; n += 1) await accepted(n);
    let read = 0;
    const get = runs.get.bind(runs);
    runs.get = (id) => {
      read += 1;
      return get(id);
    };
    now = BEGIN + 60 * SECOND;
    expect(await look()).toMatchObject({ looked: 4_500, leasesInserted: 0 });
    expect(read).toBe(0);
  });
});
