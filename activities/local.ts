import type { BackToQueue } from '../domain/attempt-ending.js';
import { failureReport } from '../domain/failures.js';
import type { LaunchToken, RunId } from '../domain/ids.js';
import type { Lease } from '../domain/lease.js';
import { openLogs } from '../domain/open-logs.js';
import { waitingLease } from '../domain/waiting-lease.js';
import type { Outcome } from '../domain/outcome.js';
import { queueTopic, runTopic } from '../domain/ports.js';
import { queueDeadline, type Run } from '../domain/run.js';
import type { RetryPolicy } from '../domain/retry-rules.js';
import { isFinal } from '../domain/run-state.js';
import { assertLease } from './assert-lease.js';
import type { ActivityDeps } from './deps.js';
import { giveBackLease } from './give-back.js';
import { noteTemporalCancel } from './note-temporal-cancel.js';
import { tellSchedule } from './tell-schedule.js';

/** What there is to do for a run; `openLogs` are those of ended attempts that are still to be read to their end. */
export type Plan = LivePlan | OverPlan;

interface OverPlan {
  readonly kind: 'over';
  readonly outcome?: Outcome;
  readonly openLogs?: readonly LaunchToken[];
}

export interface LivePlan {
  readonly kind: 'live';
  readonly openLogs?: readonly LaunchToken[];
  readonly cluster: string;
  readonly retry: RetryPolicy;
  readonly queueDeadlineAt: number;
  /** The last grant of this lease that has been used up; a newer one is its turn. */
  readonly generation: number;
  /** The generation that is held already: the run need not wait. */
  readonly heldGeneration?: number;
}

export type LeftQueue =
  { readonly kind: 'left'; readonly outcome: Outcome } | { readonly kind: 'granted'; readonly generation: number };

export type LeaveReason = 'cancelled' | 'cancelled-in-temporal' | 'queue-timeout';

export type LocalActivities = ReturnType<typeof createLocalActivities>;

/** The short steps of a run: the store, and a word to whoever waits for it. Each may happen twice. */
export function createLocalActivities(deps: ActivityDeps) {
  const { runs, leases, wakeups, clock } = deps;

  return {
    open,

    /** Ends a run that still waits. Answers the grant instead when that was quicker. */
    async leaveQueue(id: RunId, reason: LeaveReason): Promise<LeftQueue> {
      const run = await (reason === 'cancelled-in-temporal' ? noteTemporalCancel(deps, id) : runs.get(id));
      const gone = await leases.cancelWaiting(id);
      const lease = gone ? undefined : await leases.get(id);
      if (lease?.holding === true) return { kind: 'granted', generation: lease.generation };
      const outcome = outcomeOfLeaving(run, reason);
      const finished = await runs.finish(id, outcome, clock.now());
      wakeups.wake(runTopic(id));
      await tellSchedule(deps, finished);
      return { kind: 'left', outcome: finished?.outcome ?? outcome };
    },

    /** The generation of the grant that the run holds, if it holds one: the net under a lost signal. */
    async lookAtLease(id: RunId): Promise<number | undefined> {
      const lease = await leases.get(id);
      return lease?.holding === true ? lease.generation : undefined;
    },

    /** Records how the run ended, then gives its lease back. Answers the outcome that stands. */
    async conclude(id: RunId, outcome: Outcome): Promise<Outcome> {
      const run = await runs.finish(id, outcome, clock.now());
      if (run === undefined) return outcome;
      await giveBackLease(deps, run);
      return run.outcome ?? outcome;
    },

    /** Records that the run waits again, then gives its lease back with a backoff: nothing is held meanwhile. */
    async giveBack(id: RunId, generation: number, back: BackToQueue): Promise<void> {
      const now = clock.now();
      const notBefore = now + back.backoffSeconds * 1000;
      const run = await runs.requeue(id, back.token, back.why, now);
      // A refusal does not begin the wait anew, else a full cluster could keep a run for ever; a retry does.
      const deadlineAt = back.why.kind === 'retry' && run ? queueDeadline(run, notBefore) : undefined;
      await leases.requeue(id, generation, notBefore, deadlineAt);
      wakeups.wake(runTopic(id));
      if (run !== undefined) wakeups.wake(queueTopic(run.snapshot.cluster));
    },
  };

  /** What there is to do for this run. Heals a lease that a crash between two writes has left out, or the ledger lost. */
  async function open(id: RunId): Promise<Plan> {
    const [run, found] = await Promise.all([runs.get(id), leases.get(id)]);
    if (run === undefined) return { kind: 'over' };
    const unread = openLogs(run);
    const left = unread.length === 0 ? {} : { openLogs: unread };
    if (isFinal(run.state)) {
      await giveBackLease(deps, run);
      return { kind: 'over', outcome: run.outcome, ...left };
    }
    const isRight = found !== undefined && (found.holding || run.state === 'queued');
    const lease = isRight ? found : await healedLease(id);
    if (lease === undefined) return open(id);
    return {
      kind: 'live',
      cluster: run.snapshot.cluster,
      retry: run.snapshot.retry,
      queueDeadlineAt: lease.deadlineAt ?? queueDeadline(run),
      generation: lease.generation,
      ...(lease.holding ? { heldGeneration: lease.generation } : {}),
      ...left,
    };
  }

  /** As it has to be: held already by a run that is carried out, else waiting. Undefined when the run has changed meanwhile. */
  async function healedLease(id: RunId): Promise<Lease | undefined> {
    const asserted = await assertLease(deps, id);
    if (asserted !== undefined) return asserted;
    const run = await runs.get(id);
    if (run?.state !== 'queued') return undefined;
    const waiting = waitingLease(run);
    await leases.enqueue(waiting);
    wakeups.wake(queueTopic(waiting.cluster));
    return leases.get(id);
  }
}

function outcomeOfLeaving(run: Run | undefined, reason: LeaveReason): Outcome {
  if (reason === 'queue-timeout') {
    const limit = run === undefined ? [] : [`It waited ${run.snapshot.limits.queueSeconds} s.`];
    return { kind: 'failed', failure: failureReport('queue-timeout', limit) };
  }
  return { kind: 'cancelled', by: run?.cancel?.by ?? 'unknown', reason: run?.cancel?.reason };
}
