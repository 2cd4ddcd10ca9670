import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Run } from '../domain/run.js';
import { waitingLease } from '../domain/waiting-lease.js';
import { aRun, aRunId } from '../test/contracts/builders.js';
import { MemoryLeaseLedger } from '../test/fakes/memory-lease-ledger.js';
import { MemoryRunStore } from '../test/fakes/memory-run-store.js';
import { SignsOfLife } from './signs-of-life.js';

describe('a sign of life', () => {
  let runs: MemoryRunStore;
  let leases: MemoryLeaseLedger;
  let signs: SignsOfLife;
  const errors: unknown[] = [];
  beforeEach(() => {
    jest.useFakeTimers();
    runs = new MemoryRunStore();
    leases = new MemoryLeaseLedger();
    signs = new SignsOfLife({ runs, leases, clock: { now: () => 500 } }, (error) => errors.push(error));
  });
  afterEach(() => {
    signs.close();
    jest.useRealTimers();
    expect(errors.splice(0)).toEqual([]);
  });

  /** A run that holds its second grant and is watched. */
  async function watched(given: Partial<Run>): Promise<Run> {
    const run = aRun({ id: aRunId(1), ...given });
    await runs.insert(run);
    await leases.enqueue({ ...waitingLease(run), generation: 1 });
    await leases.grant({ runId: run.id, generation: 2 }, 1);
    await leases.take(run.id, 2, 1);
    signs.begin(run.id, 2);
    return run;
  }

  test('writes the lease of a run again that the ledger has lost', async () => {
    const { id } = await watched({ state: 'running' });
    await leases.release(id);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await leases.get(id)).toMatchObject({ state: 'active', holding: true, generation: 2, lastSeenAt: 500 });
  });

  test('makes a lease active again that the ledger takes for a waiting one', async () => {
    const run = await watched({ state: 'stopping' });
    await leases.release(run.id);
    await leases.enqueue(waitingLease(run));
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await leases.get(run.id)).toMatchObject({ state: 'active', holding: true, generation: 2 });
  });

  test('leaves a newer grant of the run as it is', async () => {
    const { id } = await watched({ state: 'running' });
    await leases.requeue(id, 2, 0);
    await leases.grant({ runId: id, generation: 3 }, 1);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await leases.get(id)).toMatchObject({ state: 'granted', generation: 3 });
  });

  test.each(['queued', 'succeeded'] as const)('brings back no lease of a run that is %s', async (state) => {
    const { id } = await watched({ state });
    await leases.release(id);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await leases.get(id)).toBeUndefined();
  });

  test('of many runs asks for the leases of those alone that hold none', async () => {
    for (let n = 2; n <= 500; n += 1) {
      await leases.assert({ ...waitingLease(aRun({ id: aRunId(n) })), generation: 1 });
      signs.begin(aRunId(n), 1);
    }
    const { id } = await watched({ state: 'running' });
    await leases.release(id);
    const asked = jest.spyOn(leases, 'get');
    await jest.advanceTimersByTimeAsync(10_000);
    expect(asked.mock.calls).toEqual([[id]]);
    expect((await leases.known([id])).length).toBe(1);
  });
});
