import type { AttemptEnding } from '../domain/attempt-ending.js';
import type { LaunchAnswer } from '../domain/engine.js';
import type { Exit } from '../domain/exit.js';
import { Failure } from '../domain/failures.js';
import type { Json } from '../domain/json.js';
import { runTopic, type Engine } from '../domain/ports.js';
import { currentAttempt, emptyLog, openAttempt, type Attempt, type Run } from '../domain/run.js';
import type { ActivityDeps } from './deps.js';
import { lostExit } from './lost-exit.js';
import { Unwanted } from './unwanted.js';
import type { Vigil } from './vigil.js';

export type Launched =
  { readonly kind: 'launched'; readonly run: Run; readonly attempt: Attempt; readonly handle: Json } | AttemptEnding;

/**
 * Launches the run's current attempt, or finds what an earlier launch with this token has started. While the answer
 * is not certain the same call is repeated, until the start deadline. A fresh attempt is one that no earlier worker
 * has tried to launch.
 */
export async function launchAttempt(
  deps: ActivityDeps,
  engine: Engine,
  run: Run,
  isFresh: boolean,
  vigil: Vigil,
): Promise<Launched> {
  const attempt = currentAttempt(run);
  if (attempt === undefined) return { kind: 'stale' };
  if (attempt.handle !== undefined) return { kind: 'launched', run, attempt, handle: attempt.handle };

  if (attempt.stop !== undefined) return findStarted(deps, engine, run, attempt);

  const answer = await launchUntilCertain(deps, engine, run, attempt, isFresh, vigil);
  if (answer.kind === 'unwanted') return endUnwanted(deps, engine, run, attempt);
  if (answer.kind === 'refused') return endRefused(deps, engine, run, attempt, answer);
  if (answer.kind === 'unknown') return endWith(deps, run, attempt, lostExit([answer.evidence]));
  return remember(deps, engine, run, attempt, answer.handle);
}

type Refused = Extract<AttemptEnding, { kind: 'refused' }>;

/** Ends an attempt of which nothing was started; its log is empty and complete. */
export async function endRefused(
  deps: ActivityDeps,
  engine: Engine,
  run: Run,
  attempt: Attempt,
  { code, evidence }: Pick<Refused, 'code' | 'evidence'>,
): Promise<Refused> {
  await closeEmptyLog(deps, run, attempt);
  return {
    kind: 'refused',
    token: attempt.token,
    code,
    evidence,
    refusals: run.refusals.count,
    longestPauseSeconds: engine.describe().capacityPauseSeconds,
    retries: run.retries,
  };
}

/** Its start deadline has come, unless there was another reason to stop it before: that one stays. */
async function endUnwanted(deps: ActivityDeps, engine: Engine, run: Run, attempt: Attempt): Promise<Launched> {
  const cause = { kind: 'start-timeout', limitSeconds: run.snapshot.limits.startSeconds } as const;
  const stopped = await deps.runs.recordStop(run.id, attempt.token, cause, deps.clock.now());
  const open = stopped && openAttempt(stopped);
  if (stopped === undefined || open?.token !== attempt.token) return { kind: 'stale' };
  deps.wakeups.wake(runTopic(run.id));
  return findStarted(deps, engine, stopped, open);
}

/** Wanted no more: what an earlier worker has started is found, but nothing is started only to be stopped. */
async function findStarted(deps: ActivityDeps, engine: Engine, run: Run, attempt: Attempt): Promise<Launched> {
  const found = (await engine.owned()).find(({ token }) => token === attempt.token);
  if (found !== undefined) return remember(deps, engine, run, attempt, found.handle);
  const reasons = ['It was stopped before it was launched.'];
  return endWith(deps, run, attempt, { outOfMemory: false, endedByItself: false, reasons });
}

async function remember(
  deps: ActivityDeps,
  engine: Engine,
  run: Run,
  attempt: Attempt,
  handle: Json,
): Promise<Launched> {
  const recorded = await deps.runs.recordLaunch(run.id, attempt.token, handle, deps.clock.now());
  const open = recorded && openAttempt(recorded);
  if (recorded !== undefined && open?.token === attempt.token && open.exit === undefined)
    return { kind: 'launched', run: recorded, attempt: open, handle };
  // While the engine was still at it, another worker has given the attempt up: what has started now is counted by nobody.
  await engine.stop(handle, run.snapshot.limits.stopGraceSeconds, 'given up before it was launched');
  return { kind: 'stale' };
}

async function endWith(deps: ActivityDeps, run: Run, attempt: Attempt, exit: Exit): Promise<AttemptEnding> {
  const recorded = await deps.runs.recordExit(run.id, attempt.token, exit, deps.clock.now());
  await closeEmptyLog(deps, run, attempt);
  const stopped = (recorded === undefined ? attempt : (currentAttempt(recorded) ?? attempt)).stop?.cause;
  return { kind: 'ended', token: attempt.token, exit, stopped, logComplete: true, retries: run.retries };
}

/** Nothing was started, so nothing is to come: nobody shall wait for the last lines. */
const closeEmptyLog = (deps: ActivityDeps, run: Run, attempt: Attempt): Promise<void> =>
  deps.runs.recordLog(run.id, attempt.token, { ...emptyLog, complete: true });

type Certainty = LaunchAnswer | { readonly kind: 'unknown'; readonly evidence: string } | { readonly kind: 'unwanted' };

async function launchUntilCertain(
  deps: ActivityDeps,
  engine: Engine,
  run: Run,
  attempt: Attempt,
  isFresh: boolean,
  vigil: Vigil,
): Promise<Certainty> {
  let isNothingStarted = isFresh;
  const deadline = attempt.grantedAt + run.snapshot.limits.startSeconds * 1000;
  const showPhase = (phase: string) => {
    vigil.note({ phase });
    void deps.runs
      .recordPhase(run.id, attempt.token, phase)
      .then(() => {
        deps.wakeups.wake(runTopic(run.id));
      })
      .catch(() => undefined); // only for show: the next phase is shown again
  };
  for (let pause = 250; ; pause = Math.min(pause * 2, 10_000)) {
    const unwanted = new Unwanted(deps, run.id, attempt, deadline);
    try {
      return await engine.launch(attempt.request, attempt.token, showPhase, unwanted.signal);
    } catch (error) {
      if (unwanted.signal.aborted && error === unwanted.signal.reason) return { kind: 'unwanted' };
      const words = error instanceof Error ? error.message : String(error);
      if (error instanceof Failure && error.code === 'invalid-request')
        return { kind: 'refused', code: error.code, evidence: [words] };
      isNothingStarted &&= error instanceof Failure && error.nothingDone;
      if (deps.clock.now() > deadline) {
        if (isNothingStarted && error instanceof Failure)
          return { kind: 'refused', code: error.code, evidence: [words, 'It was so until the start deadline.'] };
        const evidence = `The launch was not answered before the start deadline: ${words}`;
        return { kind: 'unknown', evidence };
      }
      showPhase(`engine not answering: ${words}`);
      await vigil.pause(pause);
    } finally {
      unwanted.end();
    }
  }
}
