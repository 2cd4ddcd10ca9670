import type { AttemptEnding } from '../domain/attempt-ending.js';
import type { Exit } from '../domain/exit.js';
import type { LaunchToken, RunId } from '../domain/ids.js';
import { judge } from '../domain/judge.js';
import type { Outcome } from '../domain/outcome.js';
import { runTopic } from '../domain/ports.js';
import { openAttempt, type Run } from '../domain/run.js';
import { stopInForce } from '../domain/stop-in-force.js';
import type { Carried } from './carried.js';
import type { ActivityDeps } from './deps.js';
import { giveBackLease } from './give-back.js';
import { endRefused } from './launch-attempt.js';
import { type LogShipper, SHIP_MILLISECONDS } from './log-shipper.js';

/** Records how a container has ended, and what is there of its log; the slot is free before the last line has come. */
export async function finishWatch(
  { deps, engine, run, attempt, handle }: Carried,
  exit: Exit,
  shipper: LogShipper,
): Promise<AttemptEnding> {
  // The engine gave up placing it: nothing ran, so it waits again, as if it had been refused at once. The engine keeps
  // it in mind until the sweep: whoever has to go on here before this is recorded must find the same.
  if (exit.cause === 'capacity' && !(await isToStop(deps, run.id)))
    return endRefused(deps, engine, run, attempt, { code: 'capacity', evidence: exit.reasons });
  const { token } = attempt;
  const outcome = await concludeOnTheSpot(deps, run, token, exit);
  const recorded = outcome ? undefined : await deps.runs.recordExit(run.id, token, exit, deps.clock.now());
  // What is there of the log is taken over now; what comes late is waited for by drainLog, and has long held no slot.
  await shipper.ship(SHIP_MILLISECONDS).catch(() => undefined);
  if (shipper.complete) {
    await shipper.finish();
    deps.wakeups.wake(runTopic(run.id));
    await engine.forget(handle).catch(() => undefined); // the sweep removes what is left over
  }
  const last = recorded?.attempts.find((candidate) => candidate.token === token) ?? attempt;
  return {
    kind: 'ended',
    token,
    exit: last.exit ?? exit,
    stopped: stopInForce(last, last.exit ?? exit),
    logComplete: shipper.complete,
    retries: recorded?.retries ?? run.retries,
    ...(outcome === undefined ? {} : { outcome }),
  };
}

/** Asked of the store: the stop may have been recorded while this worker watched. */
async function isToStop({ runs }: ActivityDeps, id: RunId): Promise<boolean> {
  const run = await runs.get(id);
  return run !== undefined && openAttempt(run)?.stop !== undefined;
}

/**
 * The usual end: nobody has asked for a stop, and there is nothing to try again. Then the run is over with its container,
 * and its lease is free for the next one before Temporal has heard of it. Undefined when it is for the workflow to judge.
 */
async function concludeOnTheSpot(
  deps: ActivityDeps,
  run: Run,
  token: LaunchToken,
  exit: Exit,
): Promise<Outcome | undefined> {
  const ending = { kind: 'ended', token, exit, logComplete: false, retries: run.retries } as const;
  const verdict = judge(ending, run.snapshot.retry);
  if (verdict.kind !== 'final') return undefined;
  const ended = await deps.runs.recordEnd(run.id, token, { exit, outcome: verdict.outcome }, deps.clock.now());
  if (ended === undefined) return undefined;
  await giveBackLease(deps, ended);
  return verdict.outcome;
}
