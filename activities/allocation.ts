import type { SemaphoreState } from '../domain/cluster.js';
import type { Lease } from '../domain/lease.js';
import { chooseGrants } from '../domain/lease-rules.js';
import { isSignalDue, SOONEST_SIGNAL_MILLISECONDS } from '../domain/signal-due.js';
import { deliverGrants } from './deliver-grants.js';
import type { ActivityDeps } from './deps.js';
import type { Mood } from './doze.js';
import { QueueReader } from './queue-reader.js';
import type { TidyUpDeps } from './tidy-up-closed.js';

/** So long after the last grant nobody can still be waiting to be told of one. */
const NUDGE_FOR_MILLISECONDS = 5 * 60_000;

/** How often grants that nobody has taken are looked for, and how many at a time. */
const NUDGE_MILLISECONDS = 2_000;
const MOST_NUDGED = 200;

/**
 * The protocol by which one allocator grants a cluster's capacity, step by step (docs/architecture.md). Whoever begins
 * raises the epoch; from then on those before can commit nothing any more, wherever they were.
 */
export class Allocation {
  readonly #queue: QueueReader;
  #wasFull = false;
  #slots = Infinity;
  #nudgedAt = 0;
  #grantedAt: number;

  constructor(
    private readonly deps: Pick<ActivityDeps, 'clusters'> & TidyUpDeps,
    private readonly name: string,
  ) {
    this.#grantedAt = deps.clock.now(); // the one before may have granted just now
    this.#queue = new QueueReader(deps.leases, deps.clock, name);
  }

  /** Takes over, and carries out what the one before has written ahead. Undefined when there is no such cluster. */
  async begin(): Promise<SemaphoreState | undefined> {
    const began = await this.deps.clusters.raiseEpoch(this.name);
    if (began !== undefined) await this.#apply(began);
    return began;
  }

  /** Whether the last decision still stands, as far as one small query tells: nobody has come, or no slot has become free. */
  async stands(mood: Mood): Promise<boolean> {
    if (mood === 'idle') return !(await this.#isAwaited());
    return mood === 'full' && (await this.#isFull());
  }

  /**
   * One decision: read, choose, write ahead, apply, tell. Answers how soon the next one is due: at once when more may be
   * possible, at the next sign of change (or the next poll) when not. What is in use is read first, because a full
   * cluster with a long queue is the usual case, and the queue is dear to read; of one that was full, just the number.
   */
  async round(state: SemaphoreState): Promise<Mood> {
    const { clusters, leases, clock } = this.deps;
    if (state.cluster.status === 'paused') return 'idle';
    this.#slots = state.cluster.limits.slots ?? Infinity;
    // Read after the state: what others give back meanwhile only makes room, and only this allocator takes.
    if (this.#wasFull && (await this.#isFull())) return this.#moodOfFull();
    const held = await leases.held(this.name);
    this.#wasFull = held.length >= this.#slots;
    if (this.#wasFull) return this.#moodOfFull();
    const waiting = await this.#queue.read(state.cluster, held);
    if (waiting.length === 0) return 'idle';
    const grants = chooseGrants(waiting, held, state.cluster, clock.now());
    if (grants.length === 0) return 'stuck';
    if (!(await clusters.commitIntent(state, grants))) return 'queue';
    this.#grantedAt = clock.now();
    const granted = await this.#apply({ ...state, intent: grants }, waiting);
    await deliverGrants(this.deps, granted);
    return 'queue';
  }

  async #moodOfFull(): Promise<Mood> {
    return (await this.#isAwaited()) ? 'full' : 'idle';
  }

  /** Whether somebody waits who is not in a backoff. */
  async #isAwaited(): Promise<boolean> {
    return (await this.deps.leases.head(this.name, this.deps.clock.now(), 1)).length > 0;
  }

  async #isFull(): Promise<boolean> {
    return (await this.deps.leases.countHeld(this.name)) >= this.#slots;
  }

  /** A grant that was not taken soon is signalled again, ever more rarely, for as long as it takes. */
  async nudge(): Promise<void> {
    const now = this.deps.clock.now();
    if (now - this.#nudgedAt < NUDGE_MILLISECONDS || now - this.#grantedAt > NUDGE_FOR_MILLISECONDS) return;
    this.#nudgedAt = now;
    const untaken = await this.deps.leases.unacknowledged(this.name, now - SOONEST_SIGNAL_MILLISECONDS, MOST_NUDGED);
    if (untaken.length === 0) return;
    this.#grantedAt = now;
    const due = untaken.filter((lease) => isSignalDue(lease, now));
    // So many, and perhaps each of them in its pause: those that have never been told must not wait behind them.
    const untold = untaken.length < MOST_NUDGED ? [] : await this.deps.leases.unacknowledged(this.name, 0, MOST_NUDGED);
    const nudged = new Map([...due, ...untold].map((lease) => [lease.runId, lease]));
    if (nudged.size > 0) await deliverGrants(this.deps, [...nudged.values()]);
  }

  /** Carries out an intent. Doing it twice, or late, changes nothing: the generation has moved on by then. */
  async #apply(state: Pick<SemaphoreState, 'intent'>, known: readonly Lease[] = []): Promise<Lease[]> {
    const { leases, clock } = this.deps;
    const byRun = new Map(known.map((lease) => [lease.runId, lease]));
    const applied = await Promise.all(
      state.intent.map(async (grant) => {
        const isOurs = await leases.grant(grant, clock.now());
        const lease = byRun.get(grant.runId);
        return isOurs && lease !== undefined ? { ...lease, generation: grant.generation } : undefined;
      }),
    );
    return applied.filter((lease) => lease !== undefined);
  }
}
