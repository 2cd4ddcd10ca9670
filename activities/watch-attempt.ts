import type { AttemptEnding } from '../domain/attempt-ending.js';
import type { Exit, Observation } from '../domain/exit.js';
import type { LaunchToken } from '../domain/ids.js';
import { judge } from '../domain/judge.js';
import type { Json } from '../domain/json.js';
import type { Outcome, StopCause } from '../domain/outcome.js';
import { runTopic, type Engine } from '../domain/ports.js';
import { currentAttempt, type Attempt, type Run } from '../domain/run.js';
import { stopInForce } from '../domain/stop-in-force.js';
import { Changes } from './changes.js';
import type { ActivityDeps } from './deps.js';
import { giveBackLease } from './give-back.js';
import { endRefused } from './launch-attempt.js';
import { LogShipper } from './log-shipper.js';
import { lostExit } from './lost-exit.js';
import { stopWords } from './stop-words.js';
import type { Vigil } from './vigil.js';

/** While lines keep coming they are taken over in bundles this far apart; the first line after a silence at once. */
const BUNDLE_MILLISECONDS = 80;

/** A container that prints without pause is not looked at more often than this, */
const LOOK_MILLISECONDS = 20;

/** nor more seldom. What is still to come when the container has ended is for the drain, which holds no slot. */
const SHIP_MILLISECONDS = 250;

/** An engine that says "unknown" is asked this often before the container is given up as lost. */
const UNKNOWN_LOOKS = 3;

/**
 * Watches an attempt until its container has truly ended: ships its log, records what is seen, keeps the deadlines.
 * Throws only when the worker is shutting down; then the next one goes on here.
 */
export async function watchAttempt(
  deps: ActivityDeps,
  engine: Engine,
  run: Run,
  handle: Json,
  isFresh: boolean,
  vigil: Vigil,
): Promise<AttemptEnding> {
  const attempt = currentAttempt(run);
  if (attempt === undefined) return { kind: 'stale' };
  const shipper = new LogShipper(deps, engine, { id: run.id, attempt, handle });
  if (isFresh) shipper.beginEmpty();
  const watch = new AttemptWatch(deps, engine, run, attempt, handle, vigil);
  const { pollSeconds } = engine.describe();
  const changes = new Changes(engine, handle, pollSeconds);
  try {
    let shippedAt = 0;
    for (;;) {
      vigil.check();
      const news = changes.next();
      const lookedAt = deps.clock.now();
      const exit = await watch.look();
      if (exit !== undefined) return await finishWatch(deps, engine, run, attempt, handle, exit, shipper);
      const toBundle = shippedAt + BUNDLE_MILLISECONDS - deps.clock.now();
      if (toBundle <= 0) {
        const { came, hasMore } = await shipLogged(shipper, vigil);
        if (hasMore) continue;
        if (came > 0) shippedAt = deps.clock.now();
      } else await vigil.pause(Math.min(toBundle, LOOK_MILLISECONDS));
      // A deadline that the look found passed could not be carried out just then: it is for the next look.
      const { at } = watch.deadline;
      const toDeadline = at > lookedAt ? Math.max(at - deps.clock.now(), 1) : Infinity;
      // Lines that came inside the bundle's time are fetched when it is over, whether or not something announces them.
      const patience = Math.min(toBundle > 0 ? toBundle : Infinity, toDeadline);
      await vigil.until(patience < pollSeconds * 1000 ? changes.within(news, patience) : news);
    }
  } finally {
    changes.close();
  }
}

/** The engine's log may be away while the container runs; it is asked again at the next turn, and drained at the end. */
async function shipLogged(shipper: LogShipper, vigil: Vigil): ReturnType<LogShipper['ship']> {
  try {
    return await shipper.ship(SHIP_MILLISECONDS);
  } catch (error) {
    vigil.note({ log: error instanceof Error ? error.message : String(error) });
    await vigil.pause(500);
    return { came: 0, hasMore: false };
  }
}

async function finishWatch(
  deps: ActivityDeps,
  engine: Engine,
  run: Run,
  attempt: Attempt,
  handle: Json,
  exit: Exit,
  shipper: LogShipper,
): Promise<AttemptEnding> {
  // The engine gave up placing it: nothing ran, so it waits again, as if it had been refused at once. The engine keeps
  // it in mind until the sweep: whoever has to go on here before this is recorded must find the same.
  if (exit.cause === 'capacity' && attempt.stop === undefined)
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

class AttemptWatch {
  #seenRunning: boolean;
  #phase: string | undefined;
  /** Why it is to stop. To have been recorded is not to have been told to the engine. */
  #stop: StopCause | undefined;
  #isStopTold = false;
  #unknownLooks = 0;
  #runningSince: number | undefined;

  constructor(
    private readonly deps: ActivityDeps,
    private readonly engine: Engine,
    private readonly run: Run,
    private readonly attempt: Attempt,
    private readonly handle: Json,
    private readonly vigil: Vigil,
  ) {
    this.#seenRunning = attempt.runningAt !== undefined;
    this.#runningSince = attempt.runningAt;
    this.#stop = attempt.stop?.cause;
  }

  /** Looks once, records what is new, keeps the deadlines. Answers the exit when the container has ended. */
  async look(): Promise<Exit | undefined> {
    const seen = await this.#observe();
    if (seen === undefined) return undefined;
    if (seen.kind === 'ended') return seen.exit;
    if (seen.kind === 'unknown') {
      this.#unknownLooks += 1;
      return this.#unknownLooks >= UNKNOWN_LOOKS
        ? lostExit([seen.reason ?? 'The engine no longer knows it.'])
        : undefined;
    }
    this.#unknownLooks = 0;
    if (seen.kind === 'running') await this.#noteRunning(seen.since);
    else await this.#notePhase(seen.phase);
    await this.#keepDeadlines();
    await this.#tellStop();
    return undefined;
  }

  async #observe(): Promise<Observation | undefined> {
    try {
      const [observation] = await this.engine.inspect([this.handle]);
      return observation;
    } catch (error) {
      // Not to be able to ask says nothing about the container: it is watched until the engine answers again.
      await this.#noteSilence(error);
      return undefined;
    }
  }

  async #noteSilence(error: unknown): Promise<void> {
    const words = error instanceof Error ? error.message : String(error);
    await this.#notePhase(`engine not answering: ${words}`);
    await this.vigil.pause(1_000);
  }

  async #noteRunning(since: number): Promise<void> {
    if (this.#seenRunning) return;
    this.#seenRunning = true;
    this.#runningSince = since;
    this.vigil.note({ state: 'running' });
    const recorded = await this.deps.runs.recordRunning(this.run.id, this.attempt.token, since);
    this.deps.wakeups.wake(runTopic(this.run.id));
    // The run may have been cancelled while it was being launched, when there was nothing to stop yet.
    if (recorded?.cancel !== undefined) await this.#decideStop({ kind: 'cancel', ...recorded.cancel });
  }

  async #notePhase(phase: string): Promise<void> {
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.vigil.note({ state: phase });
    await this.deps.runs.recordPhase(this.run.id, this.attempt.token, phase);
    this.deps.wakeups.wake(runTopic(this.run.id));
  }

  /** When it is to be stopped if it is still there by then, and why; what is to stop already has no deadline any more. */
  get deadline(): { readonly at: number; readonly cause?: StopCause } {
    const { runSeconds, startSeconds } = this.run.snapshot.limits;
    if (this.#stop !== undefined) return { at: Infinity };
    return this.#runningSince === undefined
      ? {
          at: this.attempt.grantedAt + startSeconds * 1000,
          cause: { kind: 'start-timeout', limitSeconds: startSeconds },
        }
      : { at: this.#runningSince + runSeconds * 1000, cause: { kind: 'run-timeout', limitSeconds: runSeconds } };
  }

  async #keepDeadlines(): Promise<void> {
    const { at, cause } = this.deadline;
    if (cause === undefined) return;
    if (this.deps.clock.now() >= at) await this.#decideStop(cause);
    else if (this.run.cancel !== undefined)
      await this.#decideStop({ kind: 'cancel', by: this.run.cancel.by, reason: this.run.cancel.reason });
  }

  async #decideStop(cause: StopCause): Promise<void> {
    await this.deps.runs.recordStop(this.run.id, this.attempt.token, cause, this.deps.clock.now());
    this.#stop ??= cause;
    this.deps.wakeups.wake(runTopic(this.run.id));
  }

  /**
   * Whoever recorded the stop may have died before the engine heard of it, or have had no handle to tell it of; and an
   * engine may be away. So it is told by each watch, at the next look again where it could not be.
   */
  async #tellStop(): Promise<void> {
    if (this.#stop === undefined || this.#isStopTold) return;
    try {
      await this.engine.stop(this.handle, this.run.snapshot.limits.stopGraceSeconds, stopWords(this.#stop));
      this.#isStopTold = true;
    } catch (error) {
      await this.#noteSilence(error);
    }
  }
}
