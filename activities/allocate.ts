import { Context } from '@temporalio/activity';
import type { SemaphoreState } from '../domain/cluster.js';
import type { Lease } from '../domain/lease.js';
import { chooseGrants } from '../domain/lease-rules.js';
import { queueTopic } from '../domain/ports.js';
import { deliverGrants } from './deliver-grants.js';
import type { ActivityDeps } from './deps.js';
import { Doze, type Mood } from './doze.js';
import { QueueReader } from './queue-reader.js';

/** After this long the workflow starts the activity anew, so that neither lives for ever. */
const TERM_MILLISECONDS = 30 * 60_000;

/** While nobody waits, the cluster's document is read this often: to see that it is still there, and still ours. */
const IDLE_READ_MILLISECONDS = 10_000;

/** So long after the last grant nobody can still be waiting to be told of one. */
const NUDGE_FOR_MILLISECONDS = 5 * 60_000;

/** Rounds are at least this far apart. */
const ROUND_MILLISECONDS = 25;

/** How often grants that nobody has taken are looked for; they are signalled again when the last signal is as old as RESIGNAL. */
const NUDGE_MILLISECONDS = 2_000;
const RESIGNAL_MILLISECONDS = 5_000;

export type AllocateActivities = ReturnType<typeof createAllocateActivities>;
export type TermEnd = 'term-over' | 'superseded' | 'cluster-removed';

export function createAllocateActivities(deps: ActivityDeps) {
  return {
    /**
     * Grants a cluster's capacity to the runs that wait for it, until its term is over. At most one allocator per
     * cluster can grant: whoever begins raises the epoch, and older ones can commit nothing any more.
     */
    async allocate(clusterName: string): Promise<TermEnd> {
      return new Allocator(deps, clusterName, Context.current()).serve();
    },
  };
}

class Allocator {
  readonly #doze: Doze;
  readonly #queue: QueueReader;
  #nudgedAt = 0;
  #grantedAt: number;

  constructor(
    private readonly deps: ActivityDeps,
    private readonly name: string,
    private readonly context: Context,
  ) {
    this.#grantedAt = deps.clock.now(); // the one before may have granted just now
    this.#queue = new QueueReader(deps.leases, deps.clock, name);
    this.#doze = new Doze(deps.wakeups, queueTopic(name), context.cancellationSignal);
  }

  async serve(): Promise<TermEnd> {
    const { clusters, clock } = this.deps;
    const began = await clusters.raiseEpoch(this.name);
    if (began === undefined) return 'cluster-removed';
    const beating = setInterval(() => {
      this.context.heartbeat(began.epoch);
    }, 2_000);
    try {
      // What the one before has written ahead but perhaps not carried out.
      await this.#apply(began);
      const termEnds = clock.now() + TERM_MILLISECONDS;
      let mood: Mood = 'queue';
      let readAt = 0;
      while (clock.now() < termEnds) {
        // One small query tells that there is still nothing to do; that is what an allocator does most of its life.
        const isQuiet = mood === 'idle' && clock.now() - readAt < IDLE_READ_MILLISECONDS && !(await this.#isAwaited());
        if (!isQuiet) {
          readAt = clock.now();
          const state = await clusters.readSemaphore(this.name);
          if (state === undefined) return 'cluster-removed';
          if (state.epoch !== began.epoch) return 'superseded';
          mood = await this.#round(state);
        }
        await this.#nudge();
        await this.#doze.until(mood);
        // Ends and arrivals come in bursts: those of a few milliseconds are decided on together.
        await this.#doze.atLeast(ROUND_MILLISECONDS);
        this.context.cancellationSignal.throwIfAborted();
      }
      return 'term-over';
    } finally {
      clearInterval(beating);
      this.#doze.close();
    }
  }

  async #isAwaited(): Promise<boolean> {
    return (await this.deps.leases.head(this.name, this.deps.clock.now(), 1)).length > 0;
  }

  /**
   * One decision: read, choose, write ahead, apply, tell. Answers how soon the next one is due: at once when more may be
   * possible, at the next sign of change (or the next poll) when not. What is in use is read first, because a full
   * cluster with a long queue is the usual case, and the queue is dear to read.
   */
  async #round(state: SemaphoreState): Promise<Mood> {
    const { clusters, leases, clock } = this.deps;
    if (state.cluster.status === 'paused') return 'idle';
    // Read after the state: what others give back meanwhile only makes room, and only this allocator takes.
    const held = await leases.held(this.name);
    const { slots } = state.cluster.limits;
    if (slots !== undefined && held.length >= slots) return 'queue';
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

  /** A grant that was not taken soon is signalled again, for as long as it takes. */
  async #nudge(): Promise<void> {
    const now = this.deps.clock.now();
    if (now - this.#nudgedAt < NUDGE_MILLISECONDS || now - this.#grantedAt > NUDGE_FOR_MILLISECONDS) return;
    this.#nudgedAt = now;
    const silent = await this.deps.leases.unacknowledged(this.name, now - RESIGNAL_MILLISECONDS, 200);
    if (silent.length === 0) return;
    this.#grantedAt = now;
    await deliverGrants(this.deps, silent);
  }
}
