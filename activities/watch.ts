import { Context } from '@temporalio/activity';
import type { AttemptEnding } from '../domain/attempt-ending.js';
import type { Cluster } from '../domain/cluster.js';
import type { Exit } from '../domain/exit.js';
import type { LaunchToken, RunId } from '../domain/ids.js';
import { Failure, failureReport } from '../domain/failures.js';
import { runTopic, type Engine } from '../domain/ports.js';
import { currentAttempt, openAttempt, type Attempt, type Run } from '../domain/run.js';
import { isFinal } from '../domain/run-state.js';
import { stopInForce } from '../domain/stop-in-force.js';
import { assertLease } from './assert-lease.js';
import type { ActivityDeps } from './deps.js';
import { giveBackLease } from './give-back.js';
import { launchAttempt } from './launch-attempt.js';
import { LogShipper } from './log-shipper.js';
import { maskedFor } from './masked-engine.js';
import { readyAttempt } from './ready-attempt.js';
import { Vigil } from './vigil.js';
import { watchAttempt } from './watch-attempt.js';

export type WatchActivities = ReturnType<typeof createWatchActivities>;

/** The long ones: as long as a container lives. */
export function createWatchActivities(deps: ActivityDeps) {
  const { runs, leases, engines, clusters, clock, wakeups } = deps;

  return {
    /**
     * Carries out the attempt that this grant is for: launches it unless that has been done, and watches it to its
     * end. A worker that takes over from a dead one goes on where that one stopped.
     */
    async carryOut(id: RunId, generation: number): Promise<AttemptEnding> {
      const run = await runs.get(id);
      if (run === undefined) return { kind: 'stale' };
      if (isFinal(run.state)) return finalEnding(run);
      const [isTaken, cluster] = await Promise.all([
        leases.take(id, generation, clock.now()),
        clusters.get(run.snapshot.cluster),
      ]);
      // A container that was launched speaks for itself.
      if (!isTaken && (await assertLease(deps, id, generation)) === undefined) return { kind: 'stale' };
      return underWatch(id, generation, (vigil) => attend(run, cluster, vigil));
    },

    /** Watches what a run whose workflow was closed by force has left running, to its end; its stop is recorded already. */
    async attendAbandoned(id: RunId): Promise<AttemptEnding> {
      const run = await runs.get(id);
      if (run === undefined || openAttempt(run) === undefined) return { kind: 'stale' };
      // Of its grant only the ledger knows.
      return underWatch(id, undefined, async (vigil) => attend(run, await clusters.get(run.snapshot.cluster), vigil));
    },

    /** Collects what is still to come of an ended attempt's log, and marks it complete or says what is missing. */
    async drainLog(id: RunId, token: LaunchToken): Promise<void> {
      const run = await runs.get(id);
      const attempt = run?.attempts.find((candidate) => candidate.token === token);
      if (run === undefined || attempt?.handle === undefined || attempt.log.complete) return;
      const cluster = await clusters.get(run.snapshot.cluster);
      if (cluster === undefined) {
        const note = 'Its cluster was removed before the end of the log was read.';
        await runs.recordLog(id, token, { ...attempt.log, complete: true, note });
        return;
      }
      const engine = await maskedFor(run, engines.of(cluster), deps.secrets);
      const shipper = new LogShipper(deps, engine, { id, attempt, handle: attempt.handle });
      const vigil = new Vigil(Context.current());
      try {
        await shipper.drain(engine.describe().logSettleSeconds, vigil);
      } finally {
        vigil.end();
      }
      await engine.forget(attempt.handle);
      wakeups.wake(runTopic(id));
    },
  };

  /** Beats, and gives signs of life for the run, until the work has ended; whichever worker goes on with the run then. */
  async function underWatch<T>(
    id: RunId,
    generation: number | undefined,
    work: (vigil: Vigil) => Promise<T>,
  ): Promise<T> {
    const vigil = new Vigil(Context.current());
    const endSigns = deps.signs.begin(id, generation);
    try {
      return await work(vigil);
    } finally {
      endSigns();
      vigil.end();
    }
  }

  async function attend(run: Run, cluster: Cluster | undefined, vigil: Vigil): Promise<AttemptEnding> {
    // Begun by an earlier worker, or before a reset.
    const open = openAttempt(run);
    if (open === undefined && run.cancel !== undefined) {
      const { by, reason } = run.cancel;
      return { kind: 'not-launched', outcome: { kind: 'cancelled', by, reason } };
    }
    const ready = await prepare(run, cluster, open);
    if (ready.kind === 'not-launched') return ready;
    const { engine, attempt } = ready;
    if (attempt.exit !== undefined) return recordedEnding(run, attempt, attempt.exit);
    const begun = await runs.beginAttempt(run.id, attempt);
    // Whoever was slow to begin may come when another has begun it already, and given it back: then it is not to launch.
    if (begun === undefined || openAttempt(begun)?.token !== attempt.token) return { kind: 'stale' };
    wakeups.wake(runTopic(run.id));

    const launched = await launchAttempt(deps, engine, begun, open === undefined, vigil);
    if (launched.kind !== 'launched') return launched;
    return watchAttempt({ deps, engine, vigil, ...launched }, open === undefined);
  }

  /** An earlier worker has concluded the run, but perhaps neither given back its lease nor read its log to the end. */
  async function finalEnding(run: Run): Promise<AttemptEnding> {
    const attempt = currentAttempt(run);
    if (attempt?.exit === undefined || run.outcome === undefined) return { kind: 'stale' };
    await giveBackLease(deps, run);
    return { ...recordedEnding(run, attempt, attempt.exit), outcome: run.outcome };
  }

  /** The engine and the frozen attempt; or why this cluster can never carry the run out. */
  async function prepare(run: Run, cluster: Cluster | undefined, open: Attempt | undefined): Promise<Ready> {
    try {
      if (cluster === undefined) throw new Failure('invalid-request', 'Its cluster was removed.');
      const engine = await maskedFor(run, engines.of(cluster), deps.secrets);
      const attempt = open ?? readyAttempt(run, engine, deps.installation, clock.now());
      return { kind: 'ready', engine, attempt };
    } catch (error) {
      // Anything else is a fault of ours or of the world, and is tried again.
      if (!(error instanceof Failure) || open !== undefined) throw error;
      return {
        kind: 'not-launched',
        outcome: { kind: 'failed', failure: failureReport(error.code, [error.message]) },
      };
    }
  }
}

/** An earlier worker saw the end and recorded it, but could not say so any more; the container may be gone by now. */
const recordedEnding = (run: Run, attempt: Attempt, exit: Exit): Extract<AttemptEnding, { kind: 'ended' }> => ({
  kind: 'ended',
  token: attempt.token,
  exit,
  stopped: stopInForce(attempt, exit),
  logComplete: attempt.log.complete,
  retries: run.retries,
});

type Ready =
  | { readonly kind: 'ready'; readonly engine: Engine; readonly attempt: Attempt }
  | Extract<AttemptEnding, { kind: 'not-launched' }>;
