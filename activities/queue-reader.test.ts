import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Cluster } from '../domain/cluster.js';
import { jobId } from '../domain/ids.js';
import type { Lease } from '../domain/lease.js';
import { chooseGrants } from '../domain/lease-rules.js';
import { defaultQueuePolicy } from '../domain/queue-policy.js';
import { aLease, aRunId } from '../test/contracts/builders.js';
import { anyJob, anyPolicy } from '../test/fakes/any-queue.js';
import { MemoryLeaseLedger } from '../test/fakes/memory-lease-ledger.js';
import { QueueReader } from './queue-reader.js';

const BEGIN = 1_700_000_000_000;
const aCluster = (given: Partial<Cluster> = {}): Cluster => ({
  name: 'analytics',
  engine: { kind: 'simulated' },
  limits: { slots: 4, cpu: 16 },
  queue: defaultQueuePolicy,
  limitsVersion: 1,
  status: 'active',
  description: '',
  createdAt: 0,
  updatedAt: 0,
  ...given,
});
const many = (count: number, from: number, given: Partial<Lease> = {}) =>
  Array.from({ length: count }, (_, n) => aLease(from + n, given));
const need = (cpu: number) => ({ slots: 1, cpu, memoryMiB: 0, gpu: 0 });

/** Whom an allocator would grant next that reads the queue so. */
async function grantedNext(waiting: readonly Lease[], held: readonly Lease[], cluster: Cluster, later = 60_000) {
  const ledger = new MemoryLeaseLedger();
  for (const lease of waiting) await ledger.enqueue(lease);
  let read = 0;
  const head = ledger.head.bind(ledger);
  ledger.head = async (...asked) => {
    const leases = await head(...asked);
    read += leases.length;
    return leases;
  };
  const now = BEGIN + later;
  const reader = new QueueReader(ledger, { now: () => now }, cluster.name);
  const found = await reader.read(cluster, held);
  return { runs: chooseGrants(found, held, cluster, now).map(({ runId }) => runId), read };
}

describe('an allocator that reads a deep queue', () => {
  const job = { id: jobId('01KB2ZJ3V7Q4T8RWX2M5N6P0J0'), concurrency: 1 };

  test('finds what can be granted behind thousands that wait for their own job', async () => {
    const waiting = [...many(3000, 1, { job }), ...many(2, 5000)];
    const held = [aLease(9000, { job, state: 'active', holding: true })];
    const { runs, read } = await grantedNext(waiting, held, aCluster());
    expect(runs).toEqual([aRunId(5000), aRunId(5001)]);
    expect(read).toBeLessThan(100);
  });

  test('keeps nothing for an elder that is over since its lines were looked at', async () => {
    const ledger = new MemoryLeaseLedger();
    const elder = aLease(5000, { need: need(16) });
    for (const lease of [elder, ...many(3000, 10, { job })]) await ledger.enqueue(lease);
    const held = [
      aLease(9000, { job, state: 'active', holding: true }),
      aLease(9001, { need: need(1), state: 'active', holding: true }),
    ];
    const reader = new QueueReader(ledger, { now: () => BEGIN + 60_000 }, 'analytics');
    const found = async () => (await reader.read(aCluster(), held)).some(({ runId }) => runId === elder.runId);
    expect(await found()).toBe(true);
    await ledger.cancelWaiting(elder.runId);
    expect(await found()).toBe(false);
  });

  test('finds the small one behind thousands that do not fit', async () => {
    const waiting = [...many(3000, 1, { need: need(8) }), aLease(5000)];
    const held = [aLease(9000, { need: need(12), state: 'active', holding: true })];
    expect((await grantedNext(waiting, held, aCluster())).runs).toEqual([aRunId(5000)]);
  });

  test('finds everybody whose turn it is by fair share, however many the others have in front', async () => {
    const waiting = [...many(3000, 1), aLease(5000, { owner: 'bo' }), aLease(5001, { owner: 'cy' })];
    const cluster = aCluster({ queue: { ...defaultQueuePolicy, fairShare: 'owner' } });
    const held = [aLease(9000, { state: 'active', holding: true })];
    expect((await grantedNext(waiting, held, cluster)).runs).toEqual([aRunId(5000), aRunId(5001), aRunId(1)]);
  });

  test('finds those who have climbed by waiting', async () => {
    const waiting = [...many(3000, 2, { enqueuedAt: BEGIN + 50_000 }), aLease(1, { priority: 5, enqueuedAt: BEGIN })];
    const cluster = aCluster({ limits: { slots: 1 }, queue: { ...defaultQueuePolicy, agingSeconds: 15 } });
    expect((await grantedNext(waiting, [], cluster)).runs).toEqual([aRunId(1)]);
  });

  test('where runs age as well, lets no less urgent one pass the small one behind thousands that do not fit', async () => {
    const waiting = [
      ...many(3000, 1, { need: need(8), priority: 2 }),
      aLease(4000, { priority: 2 }),
      ...many(10, 5000, { priority: 4 }),
    ];
    const held = many(3, 9000, { need: need(4), state: 'active', holding: true });
    const cluster = aCluster({ queue: { ...defaultQueuePolicy, agingSeconds: 3600 } });
    expect((await grantedNext(waiting, held, cluster)).runs).toEqual([aRunId(4000)]);
  });

  test('keeps room for the large one behind thousands of higher priority', async () => {
    const waiting = [
      ...many(3000, 2, { priority: 2, job }),
      aLease(1, { need: need(16), enqueuedAt: BEGIN - 700_000 }),
      ...many(3000, 4000),
    ];
    const held = [aLease(9000, { job, state: 'active', holding: true })];
    expect((await grantedNext(waiting, held, aCluster())).runs).toEqual([]);
    const patient = aCluster({ queue: { ...defaultQueuePolicy, reservationSeconds: 0 } });
    expect((await grantedNext(waiting, held, patient)).runs).toHaveLength(3);
  });

  test('reads no more of it than the free capacity can take, where the order is that of the index', async () => {
    const { runs, read } = await grantedNext(many(5000, 1), [], aCluster());
    expect(runs).toEqual([1, 2, 3, 4].map((n) => aRunId(n)));
    expect(read).toBeLessThan(50);
  });

  const owners = Array.from({ length: 71 }, (_, n) => (n === 70 ? 'zoe' : `a${String(n).padStart(2, '0')}`));
  /** Zoe's is the oldest that could be granted; everybody else's name comes before hers. */
  const oneOfEach = (given: Partial<Lease> = {}) =>
    owners.map((owner, n) => aLease(100 + n, { ...given, owner, enqueuedAt: BEGIN + (owner === 'zoe' ? 0 : n + 1) }));
  const blocked = many(13, 1, { job, enqueuedAt: BEGIN - 1 });
  const holder = aLease(9000, { job, state: 'active', holding: true });

  test('starves nobody whose name comes late in the alphabet, though the early ones always come back', async () => {
    const cluster = aCluster({ limits: { slots: 2 } });
    const ledger = new MemoryLeaseLedger();
    for (const lease of [...blocked, ...oneOfEach()]) await ledger.enqueue(lease);
    let now = BEGIN + 1000;
    const reader = new QueueReader(ledger, { now: () => now }, cluster.name);
    const served: string[] = [];
    for (let round = 0; round < owners.length + 9; round += 1) {
      now += 10;
      const [next] = chooseGrants(await reader.read(cluster, [holder]), [holder], cluster, now);
      const { owner } = (await ledger.get(next!.runId))!;
      served.push(owner);
      await ledger.release(next!.runId);
      await ledger.enqueue(aLease(1000 + round, { owner, enqueuedAt: now }));
    }
    const inTurn = ['zoe', ...owners.slice(0, -1)];
    expect(served).toEqual([...inTurn, ...inTurn.slice(0, 9)]);
  });

  test('keeps room for the large one behind seventy others that have waited less', async () => {
    const large = oneOfEach({ need: need(16) }).map((lease) =>
      lease.owner === 'zoe' ? { ...lease, enqueuedAt: BEGIN - 700_000 } : lease,
    );
    const waiting = [...many(20, 1, { job, enqueuedAt: BEGIN - 800_000 }), ...large, aLease(5000)];
    expect((await grantedNext(waiting, [holder], aCluster())).runs).toEqual([]);
  });

  test('is not kept from anybody by seventy who are in a backoff', async () => {
    const waiting = oneOfEach({ notBefore: BEGIN + 1e6 }).map((lease) =>
      lease.owner === 'zoe' ? { ...lease, enqueuedAt: BEGIN + 500, notBefore: 0 } : lease,
    );
    const cluster = aCluster({ limits: { slots: 2 } });
    expect((await grantedNext([...blocked, ...waiting], [holder], cluster)).runs).toEqual([aRunId(170)]);
  });

  test('grants first whom one would that has read it all, however many owners wait', async () => {
    const scene = fc.record({
      times: fc.uniqueArray(fc.integer({ min: BEGIN - 700_000, max: BEGIN }), { minLength: 90, maxLength: 140 }),
      holders: fc.array(fc.nat(139), { maxLength: 3 }),
      queue: anyPolicy,
    });
    await fc.assert(
      fc.asyncProperty(scene, async ({ times, holders, queue }) => {
        const cluster = aCluster({ limits: { slots: holders.length + 2, cpu: 16 }, queue });
        const leases = times.map((enqueuedAt, n) =>
          aLease(100 + n, { owner: `o${n}`, group: `g${n}`, enqueuedAt, need: need(n % 9 === 0 ? 16 : 1) }),
        );
        const held = [
          holder,
          ...holders.map((n, at) => aLease(9001 + at, { owner: `o${n}`, group: `g${n}`, holding: true })),
        ];
        const waiting = [...many(20, 1, { job, enqueuedAt: BEGIN - 800_000 }), ...leases];
        const { runs } = await grantedNext(waiting, held, cluster);
        expect(runs).toEqual(chooseGrants(waiting, held, cluster, BEGIN + 60_000).map(({ runId }) => runId));
      }),
      { numRuns: 25 },
    );
  });

  test('decides as one that has read it all, whatever waits and whatever the policy', async () => {
    const needs = [need(1), need(4), { ...need(2), gpu: 1 }];
    const anyWaiting = fc.array(
      fc.record({
        need: fc.constantFrom(...needs),
        job: anyJob,
        owner: fc.constantFrom('ada', 'bo'),
        priority: fc.constantFrom(2, 3),
        enqueuedAt: fc.integer({ min: BEGIN - 700_000, max: BEGIN }),
        notBefore: fc.constantFrom(0, 0, 0, BEGIN + 1e6),
      }),
      { minLength: 20, maxLength: 90 },
    );
    const scene = fc.record({
      waiting: anyWaiting,
      holders: fc.array(fc.record({ need: fc.constantFrom(...needs), job: anyJob }), { maxLength: 3 }),
      limits: fc.record({
        slots: fc.integer({ min: 1, max: 5 }),
        cpu: fc.integer({ min: 1, max: 12 }),
        gpu: fc.nat(1),
      }),
      queue: anyPolicy,
    });
    await fc.assert(
      fc.asyncProperty(scene, async ({ waiting, holders, limits, queue }) => {
        const cluster = aCluster({ limits, queue });
        const leases = waiting.map((given, n) => aLease(n, given));
        const held = holders
          .slice(0, limits.slots)
          .map((given, n) => aLease(9000 + n, { ...given, state: 'active', holding: true }));
        const { runs } = await grantedNext(leases, held, cluster);
        const all = chooseGrants(leases, held, cluster, BEGIN + 60_000).map(({ runId }) => runId);
        expect(runs).toEqual(all);
      }),
      { numRuns: 300 },
    );
  });
});
