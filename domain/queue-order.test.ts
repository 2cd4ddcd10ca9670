import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyJob, anyLimits, anyNeed, anyPolicy } from '../test/fakes/any-queue.js';
import { Shares } from './fair-share.js';
import { jobId, runId } from './ids.js';
import type { Lease } from './lease.js';
import { byGrantOrder, chooseGrants, inUse, planQueue, type QueueRules } from './lease-rules.js';
import { defaultQueuePolicy, type QueuePolicy } from './queue-policy.js';
import { dimensions, type Limits } from './resources.js';
import { agedPriority } from './turns.js';

const NOW = 10_000_000;
const aLease = (n: number, given: Partial<Lease> = {}): Lease => ({
  runId: runId(String(n).padStart(26, '0')),
  cluster: 'local',
  name: `job-${n}`,
  need: { slots: 1, cpu: 1, memoryMiB: 0, gpu: 0 },
  priority: 3,
  owner: 'ada',
  group: 'science',
  enqueuedAt: NOW + n,
  notBefore: 0,
  state: 'queued',
  holding: false,
  generation: 0,
  ...given,
});
const ofOwner = (owner: string, ...numbers: number[]): Lease[] => numbers.map((n) => aLease(n, { owner }));
const needs = (cpu: number) => ({ slots: 1, cpu, memoryMiB: 0, gpu: 0 });
const numbers = (items: readonly { runId: string }[]) => items.map((item) => Number(item.runId));
const places = (waiting: Lease[], held: Lease[], cluster: QueueRules, now = NOW) =>
  numbers(planQueue(waiting, held, cluster, now).map(({ lease }) => lease));
const cluster = (limits: Limits, queue: Partial<QueuePolicy> = {}): QueueRules => ({
  limits,
  status: 'active',
  queue: { ...defaultQueuePolicy, ...queue },
});

const anyLease = fc
  .record({
    n: fc.nat(10_000),
    need: anyNeed,
    job: anyJob,
    owner: fc.constantFrom('ada', 'bo', 'cy', 'toString'),
    group: fc.constantFrom('science', 'art'),
    priority: fc.integer({ min: 1, max: 5 }),
    enqueuedAt: fc.integer({ min: NOW - 2_000_000, max: NOW }),
    notBefore: fc.constantFrom(0, 0, 0, NOW, NOW + 1),
  })
  .map(({ n, ...given }) => aLease(n, given));
const anyLeases = fc.uniqueArray(anyLease, { maxLength: 40, selector: ({ runId: id }) => id });
const anyCluster = fc.record(
  {
    limits: anyLimits,
    status: fc.constantFrom('active' as const, 'active' as const, 'draining' as const, 'paused' as const),
    queue: anyPolicy,
  },
  { requiredKeys: ['limits', 'status'] },
);
const scene = fc.record({ earlier: anyLeases, waiting: anyLeases, cluster: anyCluster }).map((given) => {
  const open = { ...given.cluster, status: 'active' as const };
  const granted = new Set(chooseGrants(given.earlier, [], open, NOW).map(({ runId: id }) => id));
  return { ...given, held: given.earlier.filter(({ runId: id }) => granted.has(id)) };
});

describe('whatever the policy', () => {
  test('no limit of the cluster and no concurrency of a job is ever exceeded', () => {
    fc.assert(
      fc.property(scene, ({ held, waiting, cluster: rules }) => {
        const granted = new Set(chooseGrants(waiting, held, rules, NOW).map(({ runId: id }) => id));
        const all = [...held, ...waiting.filter(({ runId: id }) => granted.has(id))];
        const used = inUse(all);
        for (const d of dimensions) expect(used[d]).toBeLessThanOrEqual(rules.limits[d] ?? Infinity);
        for (const job of ['a', 'b']) {
          const ofJob = all.filter((lease) => lease.job?.id === job);
          expect(ofJob.length).toBeLessThanOrEqual(Math.max(0, ...ofJob.map((lease) => lease.job?.concurrency ?? 0)));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('the plan tells what the decision does: who is granted has no hindrance, everybody else has one', () => {
    fc.assert(
      fc.property(scene, ({ held, waiting, cluster: rules }) => {
        const plan = planQueue(waiting, held, rules, NOW);
        const free = plan.filter(({ hindrance }) => hindrance === undefined).map(({ lease }) => lease);
        expect(numbers(free)).toEqual(numbers(chooseGrants(waiting, held, rules, NOW)));
        expect(plan.slice(0, free.length).map(({ lease }) => lease)).toEqual(free);
        expect(numbers(plan.map(({ lease }) => lease)).toSorted()).toEqual(numbers(waiting).toSorted());
      }),
      { numRuns: 500 },
    );
  });

  test('the answer does not depend on the order in which the queue was read, and changes nothing it is given', () => {
    fc.assert(
      fc.property(scene, ({ held, waiting, cluster: rules }) => {
        const before = JSON.stringify([held, waiting, rules]);
        const plan = planQueue(waiting, held, rules, NOW);
        expect(planQueue(waiting.toReversed(), held, rules, NOW)).toEqual(plan);
        expect(JSON.stringify([held, waiting, rules])).toBe(before);
      }),
    );
  });

  test('nobody passes a lease that is the same in all but its time', () => {
    fc.assert(
      fc.property(scene, fc.nat(40), ({ held, waiting, cluster: rules }, at) => {
        const first = waiting[at % Math.max(1, waiting.length)];
        if (first === undefined) return;
        const later = { ...first, runId: runId('9'.repeat(26)), enqueuedAt: first.enqueuedAt + 1 };
        const order = planQueue([...waiting, later], held, rules, NOW).map(({ lease }) => lease.runId);
        expect(order.indexOf(first.runId)).toBeLessThan(order.indexOf(later.runId));
      }),
    );
  });

  test('without fair share and aging the order of those who wait is that of the index', () => {
    fc.assert(
      fc.property(anyLeases, (waiting) => {
        const order = places(waiting, [], cluster({ slots: 0 }, { reservationSeconds: 0 }));
        expect(order).toEqual(numbers(waiting.toSorted(byGrantOrder)));
      }),
    );
  });
});

describe('fair share', () => {
  test('grants to whoever has the least in use, and alternates when all have the same', () => {
    const waiting = [...ofOwner('ada', 1, 2, 3), ...ofOwner('bo', 4, 5)];
    const rules = cluster({ slots: 4 }, { fairShare: 'owner' });
    expect(numbers(chooseGrants(waiting, [], rules, NOW))).toEqual([1, 4, 2, 5]);
    expect(numbers(chooseGrants(waiting, ofOwner('ada', 8, 9), rules, NOW))).toEqual([4, 5]);
    expect(places(waiting, ofOwner('ada', 6, 7, 8, 9), rules)).toEqual([4, 5, 1, 2, 3]);
  });

  test('gives by weight: who is entitled to three times as much gets three times as much', () => {
    const waiting = [
      ...ofOwner('ada', ...Array.from({ length: 20 }, (_, n) => n)),
      ...ofOwner('bo', ...Array.from({ length: 20 }, (_, n) => 20 + n)),
    ];
    const granted = chooseGrants(waiting, [], cluster({ slots: 12 }, { fairShare: 'owner', weights: { bo: 3 } }), NOW);
    expect(numbers(granted).filter((n) => n < 20)).toHaveLength(3);
  });

  test('is between the groups where the cluster says so, and never above a priority', () => {
    const waiting = [aLease(1), aLease(2), aLease(3, { group: 'art' }), aLease(4, { priority: 2 })];
    expect(numbers(chooseGrants(waiting, [], cluster({ slots: 3 }, { fairShare: 'group' }), NOW))).toEqual([4, 3, 1]);
  });

  test('counts the scarcest thing that somebody uses, and runs where nothing is limited', () => {
    const policy = { fairShare: 'owner', weights: {} } as const;
    const shares = new Shares([aLease(1, { need: needs(4) })], { slots: 100, cpu: 8, gpu: 0 }, policy);
    expect(shares.of('ada')).toBe(0.5);
    expect(shares.of('bo')).toBe(0);
    expect(new Shares([aLease(1), aLease(2)], {}, policy).of('ada')).toBe(2);
  });

  test('a lease that cannot be granted does not cost its owner the turn', () => {
    const job = { id: jobId('a'), concurrency: 1 };
    const capped = aLease(1, { job, owner: 'ada' });
    const waiting = [capped, ...ofOwner('ada', 3), ...ofOwner('bo', 2)];
    const held = [aLease(9, { job, owner: 'cy' }), ...ofOwner('bo', 8)];
    expect(numbers(chooseGrants(waiting, held, cluster({ slots: 3 }, { fairShare: 'owner' }), NOW))).toEqual([3]);
  });
});

describe('aging', () => {
  test('lifts a lease by one priority for each step, never above the most urgent and never down', () => {
    const lease = aLease(0, { priority: 4, enqueuedAt: NOW });
    const after = (seconds: number) => agedPriority(lease, { agingSeconds: 60 }, NOW + seconds * 1000);
    expect([-500, 0, 59, 60, 120, 180, 100_000].map(after)).toEqual([4, 4, 4, 3, 2, 1, 1]);
    expect(agedPriority(lease, { agingSeconds: 0 }, NOW + 1e9)).toBe(4);
  });

  test('lets an old lease of low priority pass a new one of higher priority', () => {
    const waiting = [
      aLease(1, { priority: 5, enqueuedAt: NOW - 200_000 }),
      aLease(2, { priority: 3, enqueuedAt: NOW }),
    ];
    expect(numbers(chooseGrants(waiting, [], cluster({ slots: 1 }), NOW))).toEqual([2]);
    expect(numbers(chooseGrants(waiting, [], cluster({ slots: 1 }, { agingSeconds: 60 }), NOW))).toEqual([1]);
  });
});

describe('the reservation', () => {
  const large = aLease(1, { need: needs(4), enqueuedAt: NOW - 601_000 });
  const held = [aLease(8, { need: needs(1) })];
  const rules = cluster({ slots: 10, cpu: 4 });

  test('keeps what is free for a head that has waited long, and says so to both', () => {
    const plan = planQueue([large, aLease(2)], held, rules, NOW);
    expect(plan).toEqual([
      { lease: large, hindrance: { kind: 'limit', dimensions: ['cpu'], isKeptFor: true } },
      { lease: aLease(2), hindrance: { kind: 'reserved', dimensions: ['cpu'], runId: large.runId, name: 'job-1' } },
    ]);
  });

  test('lets those pass who take nothing of it', () => {
    const without = aLease(2, { need: needs(0) });
    expect(numbers(chooseGrants([large, without], held, rules, NOW))).toEqual([2]);
    const tight = cluster({ slots: 2, cpu: 4 });
    expect(numbers(chooseGrants([large, without], held, tight, NOW))).toEqual([]);
  });

  test.each<[string, Lease[], QueueRules]>([
    ['before its time', [{ ...large, enqueuedAt: NOW - 599_000 }], rules],
    ['where it is switched off', [large], cluster({ slots: 10, cpu: 4 }, { reservationSeconds: 0 })],
    ['for a lease that the empty cluster could not hold', [{ ...large, need: needs(5) }], rules],
    ['in a backoff', [{ ...large, notBefore: NOW + 1 }], rules],
    ['soon after a backoff', [{ ...large, notBefore: NOW - 1000 }], rules],
    ['for a job at its own limit', [{ ...large, job: { id: jobId('a'), concurrency: 0 } }], rules],
  ])('is not made %s', (_, head, given) => {
    expect(numbers(chooseGrants([...head, aLease(2)], held, given, NOW))).toEqual([2]);
  });
});

test('nothing starves: under an endless stream of small, urgent and well entitled runs each lease has its turn', () => {
  fc.assert(
    fc.property(
      fc.record({
        fairShare: fc.constantFrom('none' as const, 'owner' as const, 'group' as const),
        weight: fc.integer({ min: 1, max: 100 }),
        cpu: fc.integer({ min: 1, max: 8 }),
        priority: fc.integer({ min: 1, max: 5 }),
        lengths: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 20 }),
      }),
      ({ fairShare, weight, cpu, priority, lengths }) => {
        const rules = cluster({ slots: 8, cpu: 8 }, { fairShare, weights: { bo: weight }, agingSeconds: 20 });
        const policy = { ...rules, queue: { ...rules.queue, reservationSeconds: 30 } as QueuePolicy };
        let waiting: Lease[] = [aLease(0, { need: needs(cpu), priority, enqueuedAt: NOW })];
        let held: { lease: Lease; until: number }[] = [];
        for (let second = 0; second < 400; second += 1) {
          const now = NOW + second * 1000;
          held = held.filter(({ until }) => until > second);
          const coming = [1, 2, 3].map((n) => aLease(second * 3 + n, { owner: 'bo', priority: 1, enqueuedAt: now }));
          waiting = [...waiting, ...coming].slice(0, 60);
          const holders = held.map(({ lease }) => lease);
          const granted = new Set(chooseGrants(waiting, holders, policy, now).map(({ runId: id }) => id));
          if (granted.has(aLease(0).runId)) return;
          const length = lengths[second % lengths.length] ?? 1;
          for (const lease of waiting) if (granted.has(lease.runId)) held.push({ lease, until: second + length });
          waiting = waiting.filter(({ runId: id }) => !granted.has(id));
        }
        throw new Error('it never had its turn');
      },
    ),
    { numRuns: 60 },
  );
});
