import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyJob, anyLimits, anyNeed } from '../test/fakes/any-queue.js';
import { jobId, runId } from './ids.js';
import type { Lease } from './lease.js';
import { byGrantOrder, chooseGrants, inUse, planQueue, type QueueRules, tooLargeFor } from './lease-rules.js';
import { addNeeds, dimensions, type Limits, nothing } from './resources.js';

const NOW = 1000;
const aLease = (n: number, given: Partial<Lease> = {}): Lease => ({
  runId: runId(String(n).padStart(26, '0')),
  cluster: 'local',
  name: 'job',
  need: { slots: 1, cpu: 1, memoryMiB: 100, gpu: 0 },
  priority: 3,
  owner: 'ada',
  group: 'science',
  enqueuedAt: n,
  notBefore: 0,
  state: 'queued',
  holding: false,
  generation: 0,
  ...given,
});
const numbers = (grants: readonly { runId: string }[]) => grants.map(({ runId }) => Number(runId));
const hindranceOf = (lease: Lease, held: readonly Lease[], cluster: QueueRules, now: number) =>
  planQueue([lease], held, cluster, now)[0]?.hindrance;
const active = (limits: Limits) => ({ limits, status: 'active' as const });

const anyLease = fc
  .record({
    n: fc.nat(10_000),
    need: anyNeed,
    job: anyJob,
    priority: fc.integer({ min: 1, max: 5 }),
    enqueuedAt: fc.nat(50),
    notBefore: fc.constantFrom(0, 0, 0, NOW, NOW + 1),
    generation: fc.nat(3),
  })
  .map(({ n, ...given }) => aLease(n, given));
const anyLeases = fc.uniqueArray(anyLease, { maxLength: 40, selector: ({ runId }) => runId });

/** A cluster that came to hold what it holds by the rules, and a queue in grant order. */
const scene = fc
  .record({ earlier: anyLeases, waiting: anyLeases, limits: anyLimits })
  .map(({ earlier, waiting, limits }) => {
    const cluster = active(limits);
    const granted = new Set(chooseGrants(earlier, [], cluster, NOW).map(({ runId }) => runId));
    return {
      held: earlier.filter(({ runId }) => granted.has(runId)),
      waiting: waiting.toSorted(byGrantOrder),
      cluster,
    };
  });

describe('choosing grants', () => {
  test('never exceeds a limit or the concurrency of a job, together with what is held', () => {
    fc.assert(
      fc.property(scene, ({ held, waiting, cluster }) => {
        const granted = new Set(chooseGrants(waiting, held, cluster, NOW).map(({ runId }) => runId));
        const all = [...held, ...waiting.filter(({ runId }) => granted.has(runId))];
        const used = inUse(all);
        for (const d of dimensions) expect(used[d]).toBeLessThanOrEqual(cluster.limits[d] ?? Infinity);
        for (const { job } of all) {
          const limit = Math.max(
            ...all.filter((other) => other.job?.id === job?.id).map((o) => o.job?.concurrency ?? 0),
          );
          if (job !== undefined)
            expect(all.filter((other) => other.job?.id === job.id).length).toBeLessThanOrEqual(limit);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('leaves nobody behind who would still fit', () => {
    fc.assert(
      fc.property(scene, ({ held, waiting, cluster }) => {
        const granted = new Set(chooseGrants(waiting, held, cluster, NOW).map(({ runId }) => runId));
        const all = [...held, ...waiting.filter(({ runId }) => granted.has(runId))];
        for (const lease of waiting)
          if (!granted.has(lease.runId)) expect(hindranceOf(lease, all, cluster, NOW)).toBeDefined();
      }),
      { numRuns: 500 },
    );
  });

  test('grants in order: whoever comes earlier and needs no more is not passed over', () => {
    fc.assert(
      fc.property(scene, ({ held, waiting, cluster }) => {
        const grants = chooseGrants(waiting, held, cluster, NOW);
        const places = grants.map(({ runId }) => waiting.findIndex((lease) => lease.runId === runId));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        const last = waiting[places.at(-1) ?? 0];
        for (const [place, lease] of waiting.entries()) {
          if (last === undefined || place >= (places.at(-1) ?? 0) || places.includes(place)) continue;
          const needsNoMore = dimensions.every((d) => lease.need[d] <= last.need[d]);
          const isFree = lease.job === undefined && lease.notBefore <= NOW;
          expect(needsNoMore && isFree).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('gives the same answer to the same question, and changes nothing it is given', () => {
    fc.assert(
      fc.property(scene, ({ held, waiting, cluster }) => {
        const before = JSON.stringify([held, waiting, cluster]);
        const grants = chooseGrants(waiting, held, cluster, NOW);
        expect(chooseGrants(waiting, held, cluster, NOW)).toEqual(grants);
        expect(JSON.stringify([held, waiting, cluster])).toBe(before);
        expect(new Set(grants.map(({ runId }) => runId)).size).toBe(grants.length);
      }),
    );
  });

  test('grants the next generation of each lease', () => {
    expect(chooseGrants([aLease(1, { generation: 4 })], [], active({}), NOW)).toEqual([
      { runId: aLease(1).runId, generation: 5 },
    ]);
  });

  test('lets a smaller lease pass one that does not fit', () => {
    const large = aLease(1, { need: { slots: 1, cpu: 8, memoryMiB: 0, gpu: 0 } });
    expect(numbers(chooseGrants([large, aLease(2)], [], active({ cpu: 4 }), NOW))).toEqual([2]);
  });

  test('grants nothing while the cluster is paused, and works off the queue while it drains', () => {
    expect(chooseGrants([aLease(1)], [], { limits: {}, status: 'paused' }, NOW)).toEqual([]);
    expect(chooseGrants([aLease(1)], [], { limits: {}, status: 'draining' }, NOW)).toHaveLength(1);
  });

  test('holds to a limit of 0, and takes an absent one for none', () => {
    expect(chooseGrants([aLease(1)], [], active({ slots: 0 }), NOW)).toEqual([]);
    expect(chooseGrants([aLease(1)], [], active({ gpu: 0 }), NOW)).toHaveLength(1);
    expect(
      chooseGrants(
        [1, 2, 3].map((n) => aLease(n)),
        [],
        active({}),
        NOW,
      ),
    ).toHaveLength(3);
  });

  test('grants nothing on top of a cluster whose limits were lowered below what it holds', () => {
    const held = [aLease(1), aLease(2), aLease(3)];
    expect(chooseGrants([aLease(4)], held, active({ slots: 2 }), NOW)).toEqual([]);
  });

  test('ten tenths of a cpu fit into one', () => {
    const tenths = Array.from({ length: 11 }, (_, n) =>
      aLease(n, { need: { slots: 1, cpu: 0.1, memoryMiB: 0, gpu: 0 } }),
    );
    expect(chooseGrants(tenths, [], active({ cpu: 1 }), NOW)).toHaveLength(10);
  });
});

describe('what keeps a lease waiting', () => {
  const job = { id: jobId('a'), concurrency: 1 };

  test('is named: pause, backoff, concurrency, and the limits that are short', () => {
    const limits = { slots: 1, cpu: 1, memoryMiB: 1000 };
    expect(hindranceOf(aLease(1), [], { limits, status: 'paused' }, NOW)).toEqual({ kind: 'paused' });
    expect(hindranceOf(aLease(1, { notBefore: NOW + 1 }), [], active(limits), NOW)).toEqual({
      kind: 'backoff',
      until: NOW + 1,
    });
    expect(hindranceOf(aLease(1, { job }), [aLease(2, { job })], active({}), NOW)).toEqual({
      kind: 'concurrency',
      limit: 1,
    });
    expect(hindranceOf(aLease(1), [aLease(2)], active(limits), NOW)).toEqual({
      kind: 'limit',
      dimensions: ['slots', 'cpu'],
    });
    expect(hindranceOf(aLease(1), [], active(limits), NOW)).toBeUndefined();
  });

  test('is nothing exactly when a cluster with nobody else waiting would grant it', () => {
    fc.assert(
      fc.property(scene, anyLease, ({ held, cluster }, lease) => {
        const isGranted = chooseGrants([lease], held, cluster, NOW).length === 1;
        expect(hindranceOf(lease, held, cluster, NOW) === undefined).toBe(isGranted);
      }),
    );
  });

  test('for ever is a need larger than the whole cluster', () => {
    const need = { slots: 1, cpu: 2, memoryMiB: 100, gpu: 1 };
    expect(tooLargeFor(need, { cpu: 1, memoryMiB: 100, gpu: 0 })).toEqual(['cpu', 'gpu']);
    expect(tooLargeFor(need, {})).toEqual([]);
  });
});

describe('grant order', () => {
  test('is priority, then time, then id', () => {
    const leases = [
      aLease(1, { priority: 3, enqueuedAt: 5 }),
      aLease(3, { priority: 3, enqueuedAt: 4 }),
      aLease(2, { priority: 3, enqueuedAt: 4 }),
      aLease(4, { priority: 1, enqueuedAt: 9 }),
    ];
    expect(numbers(leases.toSorted(byGrantOrder))).toEqual([4, 2, 3, 1]);
  });

  test('is total: two different leases are never equal, and turned round it is the opposite', () => {
    fc.assert(
      fc.property(anyLease, anyLease, (a, b) => {
        fc.pre(a.runId !== b.runId);
        expect(Math.sign(byGrantOrder(a, b))).toBe(-Math.sign(byGrantOrder(b, a)));
        expect(byGrantOrder(a, b)).not.toBe(0);
        expect(byGrantOrder(a, a)).toBe(0);
      }),
    );
  });
});

test('needs are summed without drifting', () => {
  fc.assert(
    fc.property(fc.array(anyNeed, { maxLength: 100 }), (needs) => {
      const forwards = needs.reduce(addNeeds, nothing);
      expect(needs.toReversed().reduce(addNeeds, nothing)).toEqual(forwards);
      expect(forwards.cpu).toBe(needs.reduce((sum, { cpu }) => sum + Math.round(cpu * 1000), 0) / 1000);
    }),
  );
});
