import { describe, expect, test } from '@jest/globals';
import { aLease, aRunId } from '../test/contracts/builders.js';
import { jobId } from './ids.js';
import type { Lease } from './lease.js';
import { planQueue } from './lease-rules.js';
import type { Limits } from './resources.js';
import { estimateStarts } from './start-estimate.js';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const nightly = { id: jobId('A'.repeat(26)) };
const hourly = { id: jobId('B'.repeat(26)) };
const past = new Map([[nightly.id, [8, 9, 10, 11, 12].map((minutes) => minutes * MINUTE)]]);
const holder = (n: number, minutesAgo: number, given: Partial<Lease> = {}) =>
  aLease(n, { state: 'active', holding: true, grantedAt: NOW - minutesAgo * MINUTE, job: nightly, ...given });

/** In minutes from now: earliest, latest, samples. */
function estimated(waiting: Lease[], held: Lease[], limits: Limits, lengths = past) {
  const plan = planQueue(waiting, held, { limits, status: 'active' }, NOW);
  const estimates = estimateStarts(plan, held, lengths, limits, NOW);
  return (n: number) => {
    const estimate = estimates.get(aRunId(n));
    const minutes = (at: number) => (at - NOW) / MINUTE;
    return estimate && [minutes(estimate.earliest), minutes(estimate.latest), estimate.samples];
  };
}

describe('the estimated start', () => {
  test('is when those who hold the cluster and those before it have ended, as long as they usually take', () => {
    const waiting = [aLease(1, { job: nightly }), aLease(2, { job: nightly }), aLease(3, { job: hourly })];
    const of = estimated(waiting, [holder(8, 5)], { slots: 1 });
    expect(of(1)).toEqual([4, 6, 5]);
    expect(of(2)).toEqual([13, 17, 5]);
    expect(of(3)).toEqual([22, 28, 5]);
  });

  test('uses what becomes free side by side', () => {
    const waiting = [1, 2, 3].map((n) => aLease(n, { job: nightly }));
    const of = estimated(waiting, [holder(8, 5), holder(9, 7)], { slots: 2 });
    expect([of(1), of(2), of(3)]).toEqual([
      [2, 4, 5],
      [4, 6, 5],
      [11, 15, 5],
    ]);
  });

  test('judges a run that takes longer than usual by those that did too, and is open when none did', () => {
    expect(estimated([aLease(1)], [holder(8, 11.5)], { slots: 1 })(1)).toEqual([0.5, 0.5, 5]);
    expect(estimated([aLease(1)], [holder(8, 20)], { slots: 1 })(1)).toEqual([0, 20, 5]);
  });

  test('of a run that waits for its own job holds up nobody else', () => {
    const job = { ...nightly, concurrency: 1 };
    const waiting = [aLease(1, { job }), aLease(2, { job }), aLease(3)];
    const of = estimated(waiting, [holder(8, 5, { job })], { slots: 10 });
    expect([of(1), of(2), of(3)]).toEqual([
      [4, 6, 5],
      [13, 17, 5],
      [0, 0, 5],
    ]);
  });

  test('behind many runs that wait for their own job is when a slot becomes free, since those are passed', () => {
    const job = { ...hourly, concurrency: 1 };
    const lengths = new Map([...past, [hourly.id, [60 * MINUTE]]]);
    const waiting = [...Array.from({ length: 20 }, (_, n) => aLease(n, { job })), aLease(30), aLease(31)];
    const of = estimated(waiting, [holder(50, 5), holder(51, 0, { job })], { slots: 2 }, lengths);
    expect(of(30)?.slice(0, 2)).toEqual([4, 6]);
    expect(of(19)?.slice(0, 2)).toEqual([20 * 60, 20 * 60]);
    expect(of(31)?.[0]).toBeGreaterThan(4);
    expect(of(31)?.[1]).toBeLessThan(120);
  });

  test('is missing without a history, and for what never fits', () => {
    expect(estimated([aLease(1)], [holder(8, 5)], { slots: 1 }, new Map())(1)).toBeUndefined();
    expect(estimated([aLease(1)], [holder(8, 5, { job: hourly })], { slots: 1 })(1)).toBeUndefined();
    const large = aLease(1, { need: { slots: 1, cpu: 9, memoryMiB: 0, gpu: 0 } });
    expect(estimated([large], [holder(8, 5)], { slots: 1, cpu: 4 })(1)).toBeUndefined();
  });

  test('of ten thousand waiting runs costs ten times as much as of a thousand, not a hundred times', () => {
    const limits = { slots: 100 };
    const queue = { fairShare: 'owner' as const, weights: {}, agingSeconds: 0, reservationSeconds: 600 };
    const held = Array.from({ length: 100 }, (_, n) => holder(20_000 + n, n / 10));
    /** How often a lease is looked at until all starts are estimated. */
    function looks(count: number): number {
      let looked = 0;
      const waiting = Array.from({ length: count }, (_, n) => {
        const lease = aLease(n, { job: n % 2 === 0 ? nightly : hourly, owner: `owner-${n % 200}` });
        const get = () => {
          looked += 1;
          return { slots: 1, cpu: 0.1, memoryMiB: 256, gpu: 0 };
        };
        return Object.defineProperty({ ...lease }, 'need', { get });
      });
      const plan = planQueue(waiting, held, { limits, status: 'active', queue }, NOW);
      expect(estimateStarts(plan, held, past, limits, NOW).size).toBe(count);
      return looked;
    }
    expect(looks(10_000)).toBeLessThan(looks(1_000) * 12);
  });
});
