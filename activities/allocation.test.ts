import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SemaphoreState } from '../domain/cluster.js';
import type { Lease } from '../domain/lease.js';
import { inUse } from '../domain/lease-rules.js';
import { dimensions, type Limits } from '../domain/resources.js';
import { aLease, aRunId } from '../test/contracts/builders.js';
import { FakeRunStarter } from '../test/fakes/fake-run-starter.js';
import { MemoryAuditTrail } from '../test/fakes/memory-audit-trail.js';
import { MemoryClusterStore } from '../test/fakes/memory-cluster-store.js';
import { MemoryLeaseLedger } from '../test/fakes/memory-lease-ledger.js';
import { MemoryRunStore } from '../test/fakes/memory-run-store.js';
import { MemoryScheduler } from '../test/fakes/memory-scheduler.js';
import { Allocation } from './allocation.js';

const NAME = 'analytics';
const clock = { now: () => 1_700_000_100_000 };

/** What an allocator needs besides the stores that it grants from. */
const surroundings = () => ({
  runs: new MemoryRunStore(),
  starter: new FakeRunStarter(),
  audit: new MemoryAuditTrail(),
  scheduler: new MemoryScheduler(),
  wakeups: { wake: () => undefined, subscribe: () => () => undefined },
  clock,
});

/** One cluster whose store is asked by several processes at once: calls and answers travel as the scheduler likes. */
class Arena {
  readonly clusters = new MemoryClusterStore();
  readonly leases = new MemoryLeaseLedger();
  readonly grants = new Map<string, number>();
  readonly #largest: { [dimension: string]: number } = {};

  constructor(private readonly scheduler: fc.Scheduler) {}

  async limit(limits: Limits): Promise<void> {
    for (const d of dimensions) this.#largest[d] = Math.max(this.#largest[d] ?? 0, limits[d] ?? Infinity);
    await this.clusters.put({ name: NAME, engine: { kind: 'simulated' }, limits, description: '' }, 0);
  }

  /** The stores as one process sees them, until it is killed: then what is on its way may still arrive, but nothing comes back. */
  async seenBy(callsToLive: number) {
    const life = { left: callsToLive };
    return {
      clusters: this.#through(this.clusters, life),
      leases: this.#through(this.leases, life),
      ...surroundings(),
    };
  }

  #through<Store extends object>(store: Store, life: { left: number }): Store {
    return new Proxy(store, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return async (...values: unknown[]) => {
          life.left -= 1;
          const isLast = life.left < 0;
          await this.scheduler.schedule(Promise.resolve(), `${String(name)} leaves`);
          const before = await this.leases.held(NAME);
          const answer: unknown = await Reflect.apply(member, target, values);
          await this.#check(before);
          await this.scheduler.schedule(Promise.resolve(), `${String(name)} answers`);
          if (isLast) throw new Killed();
          return answer;
        };
      },
    });
  }

  /** Held at any moment: never more than the largest limits there were, and each generation of a lease granted once. */
  async #check(before: readonly Lease[]): Promise<void> {
    const held = await this.leases.held(NAME);
    const used = inUse(held);
    for (const d of dimensions) expect(used[d]).toBeLessThanOrEqual(this.#largest[d] ?? Infinity);
    const known = new Set(before.map(({ runId }) => runId));
    for (const { runId, generation } of held.filter((lease) => !known.has(lease.runId))) {
      const key = `${runId}.${generation}`;
      this.grants.set(key, (this.grants.get(key) ?? 0) + 1);
      expect(this.grants.get(key)).toBe(1);
    }
  }
}

class Killed extends Error {}

/** An allocator's life: it takes over, and grants until it is killed or sees that another has taken over. */
async function allocator(arena: Arena, callsToLive: number, rounds: number): Promise<void> {
  try {
    const deps = await arena.seenBy(callsToLive);
    const allocation = new Allocation(deps, NAME);
    const began = await allocation.begin();
    for (let n = 0; n < rounds; n += 1) {
      const state = await deps.clusters.readSemaphore(NAME);
      if (began === undefined || state?.epoch !== began.epoch) return;
      await allocation.round(state);
    }
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
}

type Deed = 'end' | 'give back' | 'cancel';

/** What becomes of a run that is granted or still waits: it ends, goes back to the queue, or is cancelled. */
async function deed(arena: Arena, number: number, kind: Deed): Promise<void> {
  const { leases } = await arena.seenBy(Infinity);
  const runId = aRunId(number);
  if (kind === 'cancel') {
    await leases.cancelWaiting(runId);
    return;
  }
  const lease = await leases.get(runId);
  if (lease === undefined || !(await leases.take(runId, lease.generation, clock.now()))) return;
  if (kind === 'end') await leases.release(runId);
  else await leases.requeue(runId, lease.generation, 0);
}

/** With nobody else about, one allocator and runs that end empty the queue. */
async function workOff(arena: Arena): Promise<void> {
  await arena.limit({ slots: 3, cpu: 4 });
  const { clusters, leases } = arena;
  const allocation = new Allocation({ clusters, leases, ...surroundings() }, NAME);
  await allocation.begin();
  for (let n = 0; n < 60; n += 1) {
    const state = (await clusters.readSemaphore(NAME)) as SemaphoreState; // nobody removes it
    await allocation.round(state);
    for (const { runId } of await leases.held(NAME)) await leases.release(runId);
  }
}

const anyDeeds = fc.array(
  fc.record({ number: fc.nat(11), kind: fc.constantFrom<Deed>('end', 'end', 'give back', 'cancel') }),
  { maxLength: 16 },
);
const anyAllocators = fc.array(
  fc.record({ callsToLive: fc.oneof(fc.nat(25), fc.constant(1_000)), rounds: fc.integer({ min: 1, max: 4 }) }),
  { minLength: 1, maxLength: 4 },
);
const anyCpu = fc.constantFrom(0, 0.5, 1, 2);

test('allocators that overlap and die at any step, while runs end and limits change, never exceed a limit, never grant twice and lose nobody', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(anyCpu, { minLength: 1, maxLength: 12 }),
      anyAllocators,
      anyDeeds,
      fc.array(fc.record({ slots: fc.nat(3), cpu: fc.nat(4) }), { maxLength: 2 }),
      async (scheduler, needs, allocators, deeds, changes) => {
        const arena = new Arena(scheduler);
        await arena.limit({ slots: 2, cpu: 3 });
        for (const [n, cpu] of needs.entries())
          await arena.leases.enqueue(aLease(n, { need: { slots: 1, cpu, memoryMiB: 0, gpu: 0 } }));
        const everybody = Promise.all([
          ...allocators.map(({ callsToLive, rounds }) => allocator(arena, callsToLive, rounds)),
          ...deeds.map(({ number, kind }) => deed(arena, number, kind)),
          ...changes.map((limits) => scheduler.schedule(Promise.resolve(), 'limits').then(() => arena.limit(limits))),
        ]);
        await scheduler.waitFor(everybody);
        await workOff(arena);
        expect(await arena.leases.waiting(NAME, 100)).toEqual([]);
      },
    ),
    { numRuns: 400 },
  );
}, 120_000);

test('a full cluster is left alone while nobody waits; while somebody does, it is counted, and read again when there is room', async () => {
  const clusters = new MemoryClusterStore();
  const leases = new MemoryLeaseLedger();
  await clusters.put({ name: NAME, engine: { kind: 'simulated' }, limits: { slots: 1 }, description: '' }, 0);
  let reads = 0;
  const counting = new Proxy(leases, {
    get: (target, name) => {
      if (name === 'held') reads += 1;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
  const allocation = new Allocation({ clusters, leases: counting, ...surroundings() }, NAME);
  await allocation.begin();
  const round = async () => allocation.round((await clusters.readSemaphore(NAME)) as SemaphoreState); // nobody removes it

  await leases.enqueue(aLease(1));
  expect(await round()).toBe('queue');
  expect([await round(), await round(), await allocation.stands('idle')]).toEqual(['idle', 'idle', true]);
  await leases.enqueue(aLease(2));
  expect(await allocation.stands('idle')).toBe(false);
  expect([await round(), await round(), await allocation.stands('full'), reads]).toEqual(['full', 'full', true, 2]);
  await leases.release(aRunId(1));
  expect(await allocation.stands('full')).toBe(false);
  await round();
  expect((await leases.held(NAME)).map(({ runId }) => runId)).toEqual([aRunId(2)]);
});

/** An allocator that looks each 2 s for what nobody has taken, and the moments at which each run was told of its grant. */
function nudging() {
  const leases = new MemoryLeaseLedger();
  const starter = new FakeRunStarter();
  const told = new Map<string, number[]>();
  let now = 1_700_000_000_000;
  starter.granted = async ({ runId }) => {
    told.set(runId, [...(told.get(runId) ?? []), now]);
    return 'delivered';
  };
  const deps = {
    ...surroundings(),
    clusters: new MemoryClusterStore(),
    leases,
    starter,
    clock: { now: () => now },
  };
  const allocation = new Allocation(deps, NAME);
  return {
    signals: (n: number) => told.get(aRunId(n)) ?? [],
    grant: async (n: number) => {
      await leases.enqueue(aLease(n));
      await leases.grant({ runId: aRunId(n), generation: 1 }, now);
    },
    pass: async (seconds: number) => {
      for (const end = now + seconds * 1000; now < end; now += 2_000) await allocation.nudge();
    },
  };
}

test('a grant that nobody takes does not use up the signals that its run can be sent', async () => {
  const { grant, pass, signals } = nudging();
  await grant(1);
  await pass(60);
  expect(signals(1).length).toBeGreaterThan(5);
  await pass(86_400 - 60);
  // About 40 until the pause has grown to a quarter of an hour, then 96 a day: of 10,000, enough for a hundred days.
  expect(signals(1).length).toBeLessThan(140);
  const [before = 0, last = 0] = signals(1).slice(-2);
  expect(last - before).toBeLessThan(16 * 60_000);
});

test('a run that was never told of its grant does not wait behind many that were', async () => {
  const { grant, pass, signals } = nudging();
  for (let n = 1; n <= 200; n += 1) await grant(n);
  await pass(600);
  await grant(201);
  await pass(10);
  expect(signals(201).length).toBeGreaterThan(0);
});
