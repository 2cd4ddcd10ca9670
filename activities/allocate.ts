import { Context } from '@temporalio/activity';
import { queueTopic } from '../domain/ports.js';
import { Allocation } from './allocation.js';
import type { ActivityDeps } from './deps.js';
import { Doze, type Mood } from './doze.js';

/** After this long the workflow starts the activity anew, so that neither lives for ever. */
const TERM_MILLISECONDS = 30 * 60_000;

/**
 * As long as one small query tells that the last decision stands, the cluster's document is read this often only: to see
 * that it is still there, and still ours. A change of limits wakes who waits for room; should that be lost, it is seen then.
 */
const REREAD_MILLISECONDS = { queue: 0, stuck: 0, full: 1_000, idle: 10_000 } satisfies Record<Mood, number>;

/** Rounds are at least this far apart. */
const ROUND_MILLISECONDS = 25;

const BEAT_MILLISECONDS = 2_000;

export type AllocateActivities = ReturnType<typeof createAllocateActivities>;
export type TermEnd = 'term-over' | 'superseded' | 'cluster-removed';

export function createAllocateActivities(deps: ActivityDeps) {
  return {
    /**
     * Grants a cluster's capacity to the runs that wait for it, until its term is over. At most one allocator per
     * cluster can grant: whoever begins raises the epoch, and older ones can commit nothing any more.
     */
    async allocate(clusterName: string): Promise<TermEnd> {
      const context = Context.current();
      const doze = new Doze(deps.wakeups, queueTopic(clusterName), context.cancellationSignal);
      const beating = setInterval(() => {
        context.heartbeat();
      }, BEAT_MILLISECONDS);
      try {
        const allocation = new Allocation(deps, clusterName);
        const began = await allocation.begin();
        if (began === undefined) return 'cluster-removed';
        return await serve(allocation, clusterName, began.epoch, doze, context.cancellationSignal);
      } finally {
        clearInterval(beating);
        doze.close();
      }
    },
  };

  async function serve(
    allocation: Allocation,
    name: string,
    epoch: number,
    doze: Doze,
    cancelled: AbortSignal,
  ): Promise<TermEnd> {
    const { clusters, clock } = deps;
    const termEnds = clock.now() + TERM_MILLISECONDS;
    let mood: Mood = 'queue';
    let readAt = 0;
    let wasWoken = false;
    while (clock.now() < termEnds) {
      // This is what an allocator does most of its life.
      const isRecent = clock.now() - readAt < REREAD_MILLISECONDS[mood];
      const mayStand = isRecent && (mood === 'idle' || !wasWoken);
      if (!mayStand || !(await allocation.stands(mood))) {
        readAt = clock.now();
        const state = await clusters.readSemaphore(name);
        if (state === undefined) return 'cluster-removed';
        if (state.epoch !== epoch) return 'superseded';
        mood = await allocation.round(state);
      }
      await allocation.nudge();
      wasWoken = await doze.until(mood);
      // Ends and arrivals come in bursts: those of a few milliseconds are decided on together.
      await doze.atLeast(ROUND_MILLISECONDS);
      cancelled.throwIfAborted();
    }
    return 'term-over';
  }
}
