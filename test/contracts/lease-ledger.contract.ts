import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Lease } from '../../domain/lease.js';
import { byGrantOrder } from '../../domain/lease-rules.js';
import type { LeaseLedger } from '../../domain/ports.js';
import type { Factory } from './adapters.js';
import { aJobId, aLease, aRunId } from './builders.js';

const id = aRunId(1);
const CLUSTER = 'analytics';
const names = (leases: readonly Lease[]) => leases.map(({ runId }) => Number(runId.slice(18)));

/** What every LeaseLedger promises. */
export function leaseLedgerContract(make: Factory<LeaseLedger>): void {
  let leases: LeaseLedger;
  beforeEach(async () => {
    leases = await make();
  });

  const enqueue = async (...waiting: Lease[]) => {
    for (const lease of waiting) await leases.enqueue(lease);
  };
  const granted = async (n: number, given: Partial<Lease> = {}) => {
    await enqueue(aLease(n, given));
    expect(await leases.grant({ runId: aRunId(n), generation: 1 }, 100 + n)).toBe(true);
  };
  async function changesNothing(write: () => Promise<unknown>): Promise<unknown> {
    const before = await leases.get(id);
    const answer = await write();
    expect(await leases.get(id)).toStrictEqual(before);
    return answer;
  }

  test('a lease is enqueued once and comes back as it was', async () => {
    const lease = aLease(1, { job: { id: aJobId(1), concurrency: 2 }, notBefore: 7 });
    await enqueue(lease, { ...lease, priority: 1 });
    expect(await leases.get(id)).toStrictEqual(lease);
    await enqueue(aLease(2, { job: { id: aJobId(1) } }), aLease(3, { job: undefined }));
    expect(await leases.get(aRunId(2))).toStrictEqual(aLease(2, { job: { id: aJobId(1) } }));
    expect(await leases.get(aRunId(3))).toStrictEqual(aLease(3));
    expect(await leases.get(aRunId(4))).toBeUndefined();
  });

  describe('the queue', () => {
    const mixed = [
      aLease(1, { priority: 3, enqueuedAt: 20 }),
      aLease(2, { priority: 1, enqueuedAt: 30 }),
      aLease(4, { priority: 3, enqueuedAt: 10 }),
      aLease(3, { priority: 3, enqueuedAt: 10 }),
      aLease(5, { priority: 1, enqueuedAt: 5, notBefore: 1000 }),
    ];

    test('is in grant order, those in a backoff left out of its head', async () => {
      await enqueue(...mixed, aLease(9, { cluster: 'west' }));
      expect(names(await leases.waiting(CLUSTER, 10))).toEqual(names(mixed.toSorted(byGrantOrder)));
      expect(names(await leases.head(CLUSTER, 999, 10))).toEqual([2, 3, 4, 1]);
      expect(names(await leases.head(CLUSTER, 1000, 2))).toEqual([5, 2]);
      expect(await leases.countWaiting(CLUSTER)).toBe(5);
    });

    test('is read by priority as well', async () => {
      await enqueue(...mixed);
      expect(names(await leases.head(CLUSTER, 999, 10, 3))).toEqual([3, 4, 1]);
      expect(names(await leases.head(CLUSTER, 999, 2, 3))).toEqual([3, 4]);
      expect(await leases.head(CLUSTER, 999, 10, 2)).toEqual([]);
    });

    test('stands in lines of leases that differ in nothing but their time', async () => {
      const job = { id: aJobId(1), concurrency: 2 };
      const need = { slots: 1, cpu: 0.25, memoryMiB: 64, gpu: 1 };
      await enqueue(
        aLease(1, { job, enqueuedAt: 30 }),
        aLease(2, { job, enqueuedAt: 20 }),
        aLease(3, { job, enqueuedAt: 10, notBefore: 1000 }),
        aLease(4, { job: { id: aJobId(1) } }),
        aLease(5, { need, owner: 'a"b$c.d' }),
        aLease(6, { cluster: 'west', priority: 1 }),
      );
      const lines = await leases.lines(CLUSTER);
      const heads = await Promise.all(lines.map(({ key }) => leases.headOfLine(CLUSTER, key, 999, 10)));
      expect(heads.map(names).toSorted()).toEqual([[2, 1], [4], [5]]);
      for (const [at, { key: _, ...line }] of lines.entries()) expect(heads[at]![0]).toMatchObject(line);
      const capped = lines.find((line) => line.job?.concurrency === 2)!;
      expect(names(await leases.headOfLine(CLUSTER, capped.key, 1000, 2))).toEqual([3, 2]);

      expect(await leases.reprioritise(aRunId(1), 1)).toBe(true);
      await leases.grant({ runId: aRunId(4), generation: 1 }, 5);
      const after = await leases.lines(CLUSTER);
      expect(after.map(({ priority }) => priority).toSorted()).toEqual([1, 3, 3]);
      const urgent = after.find(({ priority }) => priority === 1)!;
      expect(names(await leases.headOfLine(CLUSTER, urgent.key, 999, 10))).toEqual([1]);
    });

    test('tells who has a lease at all, and who holds it', async () => {
      await enqueue(aLease(1), aLease(2));
      await leases.grant({ runId: id, generation: 1 }, 5);
      expect((await leases.known([id, aRunId(2), aRunId(3)])).toSorted()).toEqual([id, aRunId(2)]);
      expect(await leases.known([])).toEqual([]);
      expect(await leases.holding([id, aRunId(2), aRunId(3)])).toEqual([id]);
    });

    test('finds those whose deadline has passed, the longest ago first', async () => {
      await enqueue(
        aLease(1, { deadlineAt: 300 }),
        aLease(2, { deadlineAt: 100 }),
        aLease(3),
        aLease(4, { deadlineAt: 50 }),
      );
      await leases.grant({ runId: aRunId(4), generation: 1 }, 5);
      expect(names(await leases.overdue(301, 10))).toEqual([2, 1]);
      expect(names(await leases.overdue(301, 1))).toEqual([2]);
      expect(names(await leases.overdue(300, 10))).toEqual([2]);
    });

    test('tells how many are ahead', async () => {
      await enqueue(...mixed, aLease(9, { cluster: 'west', priority: 1 }));
      const ahead = await Promise.all(mixed.map((lease) => leases.countAhead(lease)));
      const inOrder = mixed.toSorted(byGrantOrder);
      expect(ahead).toEqual(mixed.map((lease) => inOrder.indexOf(lease)));
    });

    test('does not hold what has been granted', async () => {
      await granted(1);
      expect(await leases.waiting(CLUSTER, 10)).toEqual([]);
      expect(await leases.head(CLUSTER, 1e12, 10)).toEqual([]);
      expect(await leases.countWaiting(CLUSTER)).toBe(0);
      expect(await leases.countAhead(aLease(2))).toBe(0);
    });

    test('takes another priority, but only for one that waits', async () => {
      await enqueue(aLease(1), aLease(2));
      expect(await leases.reprioritise(aRunId(2), 1)).toBe(true);
      expect(names(await leases.waiting(CLUSTER, 10))).toEqual([2, 1]);
      await leases.grant({ runId: id, generation: 1 }, 5);
      expect(await changesNothing(() => leases.reprioritise(id, 1))).toBe(false);
      expect(await leases.reprioritise(aRunId(9), 1)).toBe(false);
    });
  });

  describe('a grant', () => {
    test('is applied once, whoever applies it', async () => {
      await enqueue(aLease(1));
      expect(await leases.grant({ runId: id, generation: 1 }, 50)).toBe(true);
      expect(await leases.get(id)).toMatchObject({ state: 'granted', holding: true, generation: 1, grantedAt: 50 });
      expect(await changesNothing(() => leases.grant({ runId: id, generation: 1 }, 60))).toBe(true);
      await leases.take(id, 1, 70);
      expect(await changesNothing(() => leases.grant({ runId: id, generation: 1 }, 80))).toBe(true);
    });

    test('of another generation, or of no lease, is too late', async () => {
      await enqueue(aLease(1));
      expect(await changesNothing(() => leases.grant({ runId: id, generation: 2 }, 50))).toBe(false);
      await leases.grant({ runId: id, generation: 1 }, 50);
      expect(await changesNothing(() => leases.grant({ runId: id, generation: 2 }, 50))).toBe(false);
      await leases.requeue(id, 1, 0);
      expect(await changesNothing(() => leases.grant({ runId: id, generation: 1 }, 50))).toBe(false);
      expect(await leases.grant({ runId: aRunId(9), generation: 1 }, 50)).toBe(false);
      expect(await leases.get(aRunId(9))).toBeUndefined();
    });

    test('that many apply at the same moment is still one grant', async () => {
      await enqueue(aLease(1));
      const answers = await Promise.all([1, 2, 3, 4].map((at) => leases.grant({ runId: id, generation: 1 }, at)));
      expect(answers).toEqual([true, true, true, true]);
      expect(await leases.get(id)).toMatchObject({ generation: 1, state: 'granted' });
    });

    test('counts against the limits until it is released or given back', async () => {
      await granted(2);
      await granted(1);
      await leases.take(aRunId(2), 1, 5);
      expect(names(await leases.held(CLUSTER))).toEqual([1, 2]);
      expect(await leases.held('west')).toEqual([]);
      expect([await leases.countHeld(CLUSTER), await leases.countHeld('west')]).toEqual([2, 0]);
      await leases.requeue(aRunId(2), 1, 0);
      expect(await leases.countHeld(CLUSTER)).toBe(1);
      await leases.release(id);
      expect(await leases.held(CLUSTER)).toEqual([]);
    });
  });

  describe('the signal of a grant', () => {
    test('is due until it was sent, and again when it was not heard', async () => {
      await granted(1);
      await granted(2);
      await granted(3, { cluster: 'west' });
      expect(names(await leases.unacknowledged(CLUSTER, 1000, 10))).toEqual([1, 2]);
      expect(names(await leases.unacknowledged(CLUSTER, 1000, 1))).toEqual([1]);
      await leases.markSignalled([id, aRunId(9)], 500);
      expect(names(await leases.unacknowledged(CLUSTER, 500, 10))).toEqual([2]);
      expect(names(await leases.unacknowledged(CLUSTER, 501, 10))).toEqual([1, 2]);
    });

    test('is not due any more once the run has taken its lease', async () => {
      await granted(1);
      await leases.take(id, 1, 5);
      expect(await leases.unacknowledged(CLUSTER, 1e12, 10)).toEqual([]);
      await changesNothing(() => leases.markSignalled([id], 500));
    });

    test('is due anew for the next generation', async () => {
      await granted(1);
      await leases.markSignalled([id], 500);
      await leases.requeue(id, 1, 0);
      await leases.grant({ runId: id, generation: 2 }, 600);
      expect(names(await leases.unacknowledged(CLUSTER, 1, 10))).toEqual([1]);
    });

    test('marking none is no mistake', async () => {
      await leases.markSignalled([], 1);
      await leases.touch([], 1);
    });
  });

  describe('taking', () => {
    test('succeeds again at the same generation', async () => {
      await granted(1);
      expect(await leases.take(id, 1, 60)).toBe(true);
      expect(await leases.get(id)).toMatchObject({ state: 'active', lastSeenAt: 60 });
      expect(await changesNothing(() => leases.take(id, 1, 70))).toBe(true);
    });

    test('fails while it waits, at another generation, and when there is no lease', async () => {
      await enqueue(aLease(1));
      expect(await changesNothing(() => leases.take(id, 0, 60))).toBe(false);
      expect(await changesNothing(() => leases.take(id, 1, 60))).toBe(false);
      await leases.grant({ runId: id, generation: 1 }, 5);
      expect(await changesNothing(() => leases.take(id, 2, 60))).toBe(false);
      expect(await leases.take(aRunId(9), 1, 60)).toBe(false);
    });
  });

  describe('giving back', () => {
    test('returns the lease to the queue with a backoff, once', async () => {
      await granted(1);
      await leases.markSignalled([id], 5);
      expect(await leases.requeue(id, 1, 900)).toBe(true);
      expect(await leases.get(id)).toStrictEqual(aLease(1, { notBefore: 900, generation: 1 }));
      expect(await changesNothing(() => leases.requeue(id, 1, 950))).toBe(false);
    });

    test('may come with a new deadline, and else keeps the old one', async () => {
      await granted(1, { deadlineAt: 700 });
      await leases.requeue(id, 1, 0);
      expect((await leases.get(id))?.deadlineAt).toBe(700);
      await leases.grant({ runId: id, generation: 2 }, 5);
      await leases.requeue(id, 2, 0, 800);
      expect((await leases.get(id))?.deadlineAt).toBe(800);
    });

    test('works from active, and not for another generation', async () => {
      await granted(1);
      await leases.take(id, 1, 5);
      expect(await changesNothing(() => leases.requeue(id, 2, 900))).toBe(false);
      expect(await leases.requeue(id, 1, 900)).toBe(true);
      await leases.grant({ runId: id, generation: 2 }, 5);
      expect(await changesNothing(() => leases.requeue(id, 1, 900))).toBe(false);
      expect(await changesNothing(() => leases.take(id, 1, 5))).toBe(false);
      expect(await leases.requeue(aRunId(9), 1, 1)).toBe(false);
    });
  });

  test('cancelling and granting at the same moment: exactly one of them wins', async () => {
    for (let n = 1; n <= 10; n += 1) {
      await enqueue(aLease(n));
      const [cancelled, granted] = await Promise.all([
        leases.cancelWaiting(aRunId(n)),
        leases.grant({ runId: aRunId(n), generation: 1 }, 5),
      ]);
      expect(cancelled).toBe(!granted);
      expect((await leases.get(aRunId(n))) === undefined).toBe(cancelled);
    }
  });

  test('a lease that is gone is not cancelled a second time, and may be released again', async () => {
    await enqueue(aLease(1));
    expect(await leases.cancelWaiting(id)).toBe(true);
    expect(await leases.cancelWaiting(id)).toBe(false);
    await leases.release(id);
    await granted(1);
    await leases.release(id);
    await leases.release(id);
    expect(await leases.get(id)).toBeUndefined();
  });

  describe('asserting', () => {
    const living = aLease(1, { generation: 2, grantedAt: 40, lastSeenAt: 50 });

    test('brings back a lease that the ledger has lost', async () => {
      expect(await Promise.all([1, 2, 3].map(() => leases.assert(living)))).toEqual([true, true, true]);
      expect(await leases.get(id)).toStrictEqual({ ...living, state: 'active', holding: true });
    });

    test('makes an older one active at its generation', async () => {
      await enqueue(aLease(1, { generation: 1 }));
      expect(await leases.assert(living)).toBe(true);
      expect(await leases.get(id)).toMatchObject({ state: 'active', holding: true, generation: 2 });
      expect(names(await leases.held(CLUSTER))).toEqual([1]);
    });

    test('leaves a newer generation alone', async () => {
      await enqueue(aLease(1, { generation: 3 }));
      expect(await changesNothing(() => leases.assert(living))).toBe(false);
    });
  });

  describe('signs of life', () => {
    test('the silent ones are found, oldest first', async () => {
      await granted(1);
      await granted(2);
      await granted(3);
      await enqueue(aLease(4));
      await leases.touch([id, aRunId(3), aRunId(4), aRunId(9)], 500);
      await leases.touch([id], 600);
      expect(names(await leases.silent(1000, 10))).toEqual([2, 3, 1]);
      expect(names(await leases.silent(600, 10))).toEqual([2, 3]);
      expect(names(await leases.silent(500, 10))).toEqual([2]);
      expect(names(await leases.silent(1000, 2))).toEqual([2, 3]);
      expect((await leases.get(aRunId(4)))?.lastSeenAt).toBeUndefined();
    });

    test('a grant is one, so that a run has time to take it', async () => {
      await granted(1);
      expect(await leases.silent(101, 10)).toEqual([]);
      expect(names(await leases.silent(102, 10))).toEqual([1]);
    });

    test('one that arrives late does not turn back the time', async () => {
      await granted(1);
      await leases.touch([id], 600);
      await changesNothing(() => leases.touch([id], 500));
    });
  });
}
