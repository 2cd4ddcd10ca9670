import { Context } from '@temporalio/activity';
import type { RunId } from '../domain/ids.js';
import type { StopCause } from '../domain/outcome.js';
import { runTopic } from '../domain/ports.js';
import { currentAttempt } from '../domain/run.js';
import { isFinal } from '../domain/run-state.js';
import type { ActivityDeps } from './deps.js';
import { noteTemporalCancel } from './note-temporal-cancel.js';
import { stopWords } from './stop-words.js';
import { Sweep } from './sweep.js';
import type { SweepReport } from './sweep-round.js';

export type ControlActivities = ReturnType<typeof createControlActivities>;

/** Short calls that must get through whatever else is going on. */
export function createControlActivities(deps: ActivityDeps) {
  const { runs, clusters, engines, clock, wakeups } = deps;
  const sweep = new Sweep(deps);

  /** Records why the run's container is to stop, and tells the engine. Stopping what has ended changes nothing. */
  async function stopAttempt(id: RunId, cause: StopCause): Promise<void> {
    const run = await runs.get(id);
    const attempt = run && currentAttempt(run);
    if (run === undefined || attempt === undefined || isFinal(run.state) || run.state === 'queued') return;
    // The handle may have been saved between the two reads: the answer of this write is what counts. Without one the
    // launch is still going on, and whoever resolves it finds the stop recorded.
    const recorded = await runs.recordStop(id, attempt.token, cause, clock.now());
    wakeups.wake(runTopic(id));
    const handle = recorded?.attempts.find(({ token }) => token === attempt.token)?.handle;
    const cluster = await clusters.get(run.snapshot.cluster);
    if (handle === undefined || cluster === undefined) return;
    await engines.of(cluster).stop(handle, run.snapshot.limits.stopGraceSeconds, stopWords(cause));
  }

  return {
    /** Carries out a cancel: the person's, which stands on the run, or one made in Temporal, which is noted first. */
    async stop(id: RunId, how: 'cancelled' | 'cancelled-in-temporal'): Promise<void> {
      const run = await (how === 'cancelled-in-temporal' ? noteTemporalCancel(deps, id) : runs.get(id));
      const { by, reason } = run?.cancel ?? { by: 'unknown', reason: undefined };
      await stopAttempt(id, { kind: 'cancel', by, reason });
    },

    /** Stops the container of a run whose workflow was closed by force. */
    async stopAbandoned(id: RunId, evidence: string): Promise<void> {
      await stopAttempt(id, { kind: 'stopped-externally', evidence });
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
