import { Context } from '@temporalio/activity';
import type { RunId } from '../domain/ids.js';
import type { Outcome, StopCause } from '../domain/outcome.js';
import { runTopic } from '../domain/ports.js';
import { openAttempt, type Run } from '../domain/run.js';
import { isFinal } from '../domain/run-state.js';
import type { ActivityDeps } from './deps.js';
import { giveBackLease } from './give-back.js';
import { noteTemporalCancel } from './note-temporal-cancel.js';
import { stopWords } from './stop-words.js';
import { Sweep } from './sweep.js';
import type { SweepReport } from './sweep-round.js';

export type ControlActivities = ReturnType<typeof createControlActivities>;

/** Short calls that must get through whatever else is going on. */
export function createControlActivities(deps: ActivityDeps) {
  const { runs, clusters, engines, clock, wakeups } = deps;
  const sweep = new Sweep(deps);

  /** Records why the run's container is to stop. Answers the run if there is a container to be told; what has ended is left. */
  async function recordStop(id: RunId, cause: StopCause): Promise<Run | undefined> {
    const run = await runs.get(id);
    const attempt = run && openAttempt(run);
    // An engine that refuses the stop is asked for as long as the container lives, not for ever.
    if (attempt === undefined || attempt.exit !== undefined) return undefined;
    // The handle may have been saved between the two reads: the answer of this write is what counts. Without one the
    // launch is still going on, and whoever resolves it finds the stop recorded.
    const recorded = await runs.recordStop(id, attempt.token, cause, clock.now());
    wakeups.wake(runTopic(id));
    return recorded && openAttempt(recorded)?.token === attempt.token ? recorded : undefined;
  }

  async function tellEngine(run: Run, cause: StopCause): Promise<void> {
    const handle = openAttempt(run)?.handle;
    const cluster = await clusters.get(run.snapshot.cluster);
    if (handle === undefined || cluster === undefined) return;
    await engines.of(cluster).stop(handle, run.snapshot.limits.stopGraceSeconds, stopWords(cause));
  }

  /** Ends a run whose turn has come, but which no worker has begun: that may wait for long where all are busy. */
  async function endBefore(id: RunId, outcome: Outcome): Promise<boolean> {
    const run = await runs.finishWaiting(id, outcome, clock.now());
    if (run === undefined || !isFinal(run.state)) return false;
    await giveBackLease(deps, run);
    return true;
  }

  return {
    /** Carries out a cancel: the person's, which stands on the run, or one made in Temporal, which is noted first. */
    async stop(id: RunId, how: 'cancelled' | 'cancelled-in-temporal'): Promise<void> {
      const run = await (how === 'cancelled-in-temporal' ? noteTemporalCancel(deps, id) : runs.get(id));
      const { by, reason } = run?.cancel ?? { by: 'unknown', reason: undefined };
      if (run?.state === 'queued' && (await endBefore(id, { kind: 'cancelled', by, reason }))) return;
      const cause = { kind: 'cancel', by, reason } as const;
      const stopping = await recordStop(id, cause);
      if (stopping !== undefined) await tellEngine(stopping, cause);
    },

    /** Stops the container of a run whose workflow was closed by force. */
    async stopAbandoned(id: RunId, evidence: string): Promise<void> {
      const cause = { kind: 'stopped-externally', evidence } as const;
      const stopping = await recordStop(id, cause);
      if (stopping === undefined) return;
      await tellEngine(stopping, cause).catch((error: unknown) => {
        // The watch that follows tells it as well, and sees the end also where the engine refuses to stop anything.
        Context.current().log.warn(`run ${id} could not be stopped yet: ${String(error)}`);
      });
    },

    /** Finds and mends what crashes have left behind. */
    async sweep(): Promise<SweepReport> {
      const context = Context.current();
      const report = await sweep.run((done) => {
        context.heartbeat(done);
        // Temporal has given up on this one, and the next is under way.
        context.cancellationSignal.throwIfAborted();
      });
      const { failed, firstFailure } = report;
      if (failed > 0) context.log.warn(`the sweep could not look after everything; ${firstFailure}`, { failed });
      return report;
    },
  };
}
