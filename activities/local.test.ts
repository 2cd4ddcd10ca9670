import { beforeEach, describe, expect, test } from '@jest/globals';
import type { BackToQueue } from '../domain/attempt-ending.js';
import { failureReport } from '../domain/failures.js';
import type { Run } from '../domain/run.js';
import { waitingLease } from '../domain/waiting-lease.js';
import { aRun, aRunId, anAttempt } from '../test/contracts/builders.js';
import { MemoryLeaseLedger } from '../test/fakes/memory-lease-ledger.js';
import { MemoryRunStore } from '../test/fakes/memory-run-store.js';
import type { ActivityDeps } from './deps.js';
import { createLocalActivities, type LocalActivities } from './local.js';

const BEGIN = 1_700_000_000_000;
const SECOND = 1_000;

describe('the queue deadline of a run that goes back to the queue', () => {
  const run = aRun({ id: aRunId(1), createdAt: BEGIN });
  const { queueSeconds } = run.snapshot.limits;
  const attempt = anAttempt(run.id, 1, 1, { grantedAt: BEGIN });
  let leases: MemoryLeaseLedger;
  let now: number;
  let local: LocalActivities;
  beforeEach(async () => {
    const runs = new MemoryRunStore();
    leases = new MemoryLeaseLedger();
    now = BEGIN;
    // What it does not use is not there: asking for it would throw.
    local = createLocalActivities({
      runs,
      leases,
      clock: { now: () => now },
      wakeups: { wake: () => undefined },
    } as unknown as ActivityDeps);
    await runs.insert(run);
    await leases.enqueue(waitingLease(run));
    await leases.grant({ runId: run.id, generation: 1 }, now);
    await leases.take(run.id, 1, now);
    await runs.beginAttempt(run.id, attempt);
  });

  const backoffSeconds = queueSeconds + 10;
  const back = (why: BackToQueue['why']): BackToQueue => ({
    kind: 'back-to-queue',
    why,
    token: attempt.token,
    backoffSeconds,
    words: '',
  });
  async function deadline(): Promise<number | undefined> {
    const plan = await local.open(run.id);
    return plan.kind === 'live' ? plan.queueDeadlineAt : undefined;
  }

  test('counts from the end of the backoff of a retry, also where that is longer than the wait may be', async () => {
    now = BEGIN + 60 * SECOND;
    await local.giveBack(run.id, 1, back({ kind: 'retry', spends: 'user', failure: failureReport('exit-code') }));
    const expected = now + (backoffSeconds + queueSeconds) * SECOND;
    expect([await deadline(), (await leases.get(run.id))?.deadlineAt]).toEqual([expected, expected]);
  });

  test('stays as it was through a refusal', async () => {
    now = BEGIN + 60 * SECOND;
    await local.giveBack(run.id, 1, back({ kind: 'refused', message: 'no room' }));
    const expected = BEGIN + queueSeconds * SECOND;
    expect([await deadline(), (await leases.get(run.id))?.deadlineAt]).toEqual([expected, expected]);
  });

  test('stays as it was through a refusal after a retry', async () => {
    await local.giveBack(run.id, 1, back({ kind: 'retry', spends: 'user', failure: failureReport('exit-code') }));
    const afterRetry = await deadline();
    await leases.grant({ runId: run.id, generation: 2 }, now);
    now = BEGIN + 60 * SECOND;
    await local.giveBack(run.id, 2, { ...back({ kind: 'refused', message: 'no room' }) });
    expect(await deadline()).toBe(afterRetry);
  });
});

describe('a workflow that begins anew and finds no lease', () => {
  const opened = async (state: Run['state']) => {
    const [runs, leases] = [new MemoryRunStore(), new MemoryLeaseLedger()];
    const run = aRun({ id: aRunId(1), state });
    await runs.insert(run);
    // What it does not use is not there: asking for it would throw.
    const deps = { runs, leases, clock: { now: () => BEGIN }, wakeups: { wake: () => undefined } };
    const plan = await createLocalActivities(deps as unknown as ActivityDeps).open(run.id);
    return { plan, lease: await leases.get(run.id) };
  };

  test('writes it as held by a run that is being carried out, which needs not wait', async () => {
    const { plan, lease } = await opened('running');
    expect(plan).toMatchObject({ kind: 'live', heldGeneration: 1 });
    expect(lease).toMatchObject({ state: 'active', holding: true, generation: 1, lastSeenAt: BEGIN });
  });

  test('writes it as waiting for a run that waits', async () => {
    const { plan, lease } = await opened('queued');
    expect(plan).not.toHaveProperty('heldGeneration');
    expect(lease).toMatchObject({ state: 'queued', holding: false, generation: 0 });
  });
});
