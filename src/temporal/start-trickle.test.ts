import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { aLease, aRun, aRunId, aSnapshot } from '../../test/contracts/builders.js';
import { MemoryLeaseLedger } from '../../test/fakes/memory-lease-ledger.js';
import { StartTrickle } from './start-trickle.js';

const MOST = 3;

describe('workflows of runs that wait', () => {
  let leases: MemoryLeaseLedger;
  let ledger: ConstructorParameters<typeof StartTrickle>[0];
  let trickle: StartTrickle;
  let started: number[];
  let looks: number;
  let asked: number;
  beforeEach(() => {
    jest.useFakeTimers();
    leases = new MemoryLeaseLedger();
    started = [];
    looks = 0;
    asked = 0;
    const waiting: MemoryLeaseLedger['waiting'] = (cluster, limit) => {
      looks += 1;
      return leases.waiting(cluster, limit);
    };
    const get: MemoryLeaseLedger['get'] = (id) => {
      asked += 1;
      return leases.get(id);
    };
    ledger = { get, known: (ids) => leases.known(ids), waiting };
    trickle = new StartTrickle(ledger, MOST);
  });
  afterEach(() => {
    trickle.close();
    jest.useRealTimers();
  });

  async function offer(n: number): Promise<void> {
    await leases.enqueue(aLease(n, { cluster: 'full' }));
    const run = aRun({ id: aRunId(n), snapshot: aSnapshot({ cluster: 'full' }) });
    trickle.offer(run, () => Promise.resolve(started.push(n)));
  }

  /** Has these wait, one each second, and lets the time pass that a start takes. */
  async function wait(...numbers: number[]): Promise<void> {
    for (const n of numbers) {
      await offer(n);
      await jest.advanceTimersByTimeAsync(1_000);
    }
    await jest.advanceTimersByTimeAsync(3_000);
  }

  test('are started until there are enough on the cluster; then the queue is looked at now and then only', async () => {
    await wait(1, 2, 3);
    expect([started, looks]).toEqual([[1, 2, 3], 0]);
    await wait(4, 5, 6, 7);
    expect([started, looks]).toEqual([[1, 2, 3], 1]);
  });

  test('are started again when the queue has become short', async () => {
    await wait(1, 2, 3, 4);
    for (const n of [1, 2, 3]) await leases.release(aRunId(n));
    await jest.advanceTimersByTimeAsync(10_000);
    await wait(5);
    expect(started).toEqual([1, 2, 3, 5]);
  });

  test('are started slowly while launches keep coming, and soon when they have come to an end', async () => {
    trickle = new StartTrickle(ledger, 100);
    for (let n = 1; n <= 50; n += 1) {
      await offer(n);
      await jest.advanceTimersByTimeAsync(100);
    }
    const meanwhile = started.length;
    await jest.advanceTimersByTimeAsync(6_000);
    expect([meanwhile, started.length]).toEqual([4, 50]);
  });

  test('are not started for runs that have been granted meanwhile', async () => {
    await leases.enqueue(aLease(1, { cluster: 'full', state: 'granted', holding: true, generation: 1 }));
    const run = aRun({ id: aRunId(1), snapshot: aSnapshot({ cluster: 'full' }) });
    trickle.offer(run, () => Promise.resolve(started.push(1)));
    await jest.advanceTimersByTimeAsync(5_000);
    expect(started).toEqual([]);
  });

  test('are asked about together once one of them has ended', async () => {
    trickle = new StartTrickle(ledger, 100);
    for (let n = 1; n <= 50; n += 1) await offer(n);
    for (let n = 1; n <= 49; n += 1) await leases.release(aRunId(n));
    await jest.advanceTimersByTimeAsync(5_000);
    expect([started, asked]).toEqual([[50], 2]);
  });
});
