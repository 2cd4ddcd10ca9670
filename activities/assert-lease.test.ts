import { beforeEach, describe, expect, test } from '@jest/globals';
import type { BackToQueue } from '../domain/attempt-ending.js';
import type { Run } from '../domain/run.js';
import { waitingLease } from '../domain/waiting-lease.js';
import { aRun, aRunId, anAttempt } from '../test/contracts/builders.js';
import { MemoryLeaseLedger } from '../test/fakes/memory-lease-ledger.js';
import { MemoryRunStore } from '../test/fakes/memory-run-store.js';
import { MemoryScheduler } from '../test/fakes/memory-scheduler.js';
import { assertLease } from './assert-lease.js';
import type { ActivityDeps } from './deps.js';
import { createLocalActivities, type LocalActivities } from './local.js';

const clock = { now: () => 1_700_000_100_000 };
const id = aRunId(1);
const attempt = anAttempt(id);

describe('a lease that the ledger has lost while its run is carried out', () => {
  let runs: MemoryRunStore;
  let leases: MemoryLeaseLedger;
  let local: LocalActivities;
  beforeEach(async () => {
    runs = new MemoryRunStore();
    leases = new MemoryLeaseLedger();
    // What it does not use is not there: asking for it would throw.
    const others = { clock, wakeups: { wake: () => undefined }, scheduler: new MemoryScheduler() };
    local = createLocalActivities({ runs, leases, ...others } as unknown as ActivityDeps);
    await runs.insert(aRun({ id }));
    await runs.beginAttempt(id, attempt);
  });

  /** Lets something happen when the run has just been read for the first time: the answer is old by the time it arrives. */
  function afterFirstRead(happen: () => Promise<unknown>): void {
    const read = runs.get.bind(runs);
    runs.get = async (of) => {
      const run = await read(of);
      runs.get = read;
      await happen();
      return run;
    };
  }
  const back: BackToQueue = {
    kind: 'back-to-queue',
    why: { kind: 'refused', message: 'no room' },
    token: attempt.token,
    backoffSeconds: 60,
    words: '',
  };

  test('is written as it was when the attempt began', async () => {
    const held = { state: 'active', holding: true, generation: 3, grantedAt: attempt.grantedAt } as const;
    expect(await assertLease({ runs, leases, clock }, id, 3)).toMatchObject(held);
    expect(await leases.get(id)).toMatchObject({ ...held, lastSeenAt: clock.now() });
  });

  test('is not held by a run that goes back to the queue in the same moment', async () => {
    afterFirstRead(() => local.giveBack(id, 1, back));
    expect(await assertLease({ runs, leases, clock }, id, 1)).toBeUndefined();
    expect(await leases.get(id)).toMatchObject({ state: 'queued', holding: false });
  });

  test('is not left behind by a run that ends in the same moment', async () => {
    afterFirstRead(() => local.conclude(id, { kind: 'succeeded' }));
    expect(await assertLease({ runs, leases, clock }, id, 1)).toBeUndefined();
    expect(await leases.get(id)).toBeUndefined();
  });

  test('does not take the place of a newer grant', async () => {
    const run = (await runs.get(id)) as Run; // inserted above
    afterFirstRead(() => leases.assert({ ...waitingLease(run), generation: 2 }));
    expect(await assertLease({ runs, leases, clock }, id, 1)).toBeUndefined();
    expect((await leases.get(id))?.generation).toBe(2);
  });

  test('is not written as a waiting one when the run ends while its workflow begins anew', async () => {
    afterFirstRead(() => local.conclude(id, { kind: 'succeeded' }));
    expect(await local.open(id)).toMatchObject({ kind: 'over', outcome: { kind: 'succeeded' } });
    expect(await leases.get(id)).toBeUndefined();
  });
});
