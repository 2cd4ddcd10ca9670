import type { Exit, Observation } from '../domain/exit.js';
import type { StopCause } from '../domain/outcome.js';
import { runTopic } from '../domain/ports.js';
import type { Carried } from './carried.js';
import { lostExit } from './lost-exit.js';
import { stopWords } from './stop-words.js';

/** An engine that says "unknown" is asked this often before the container is given up as lost. */
const UNKNOWN_LOOKS = 3;

/** What is known of one attempt and has been done about it by the worker that watches it. */
export class AttemptWatch {
  #phase: string | undefined;
  /** Why it is to stop. To have been recorded is not to have been told to the engine. */
  #stop: StopCause | undefined;
  #isStopTold = false;
  #unknownLooks = 0;
  #runningSince: number | undefined;

  constructor(private readonly carried: Carried) {
    const { attempt } = carried;
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
      const { engine, handle } = this.carried;
      const [observation] = await engine.inspect([handle]);
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
    await this.carried.vigil.pause(1_000);
  }

  async #noteRunning(since: number): Promise<void> {
    if (this.#runningSince !== undefined) return;
    const { deps, run, attempt, vigil } = this.carried;
    this.#runningSince = since;
    vigil.note({ state: 'running' });
    const recorded = await deps.runs.recordRunning(run.id, attempt.token, since);
    deps.wakeups.wake(runTopic(run.id));
    // The run may have been cancelled while it was being launched, when there was nothing to stop yet.
    if (recorded?.cancel !== undefined) await this.#decideStop({ kind: 'cancel', ...recorded.cancel });
  }

  async #notePhase(phase: string): Promise<void> {
    if (phase === this.#phase) return;
    const { deps, run, attempt, vigil } = this.carried;
    this.#phase = phase;
    vigil.note({ state: phase });
    await deps.runs.recordPhase(run.id, attempt.token, phase);
    deps.wakeups.wake(runTopic(run.id));
  }

  /** When it is to be stopped if it is still there by then, and why; what is to stop already has no deadline any more. */
  get deadline(): { readonly at: number; readonly cause?: StopCause } {
    const { run, attempt } = this.carried;
    const { runSeconds, startSeconds } = run.snapshot.limits;
    if (this.#stop !== undefined) return { at: Infinity };
    return this.#runningSince === undefined
      ? {
          at: attempt.grantedAt + startSeconds * 1000,
          cause: { kind: 'start-timeout', limitSeconds: startSeconds },
        }
      : { at: this.#runningSince + runSeconds * 1000, cause: { kind: 'run-timeout', limitSeconds: runSeconds } };
  }

  async #keepDeadlines(): Promise<void> {
    const { at, cause } = this.deadline;
    if (cause === undefined) return;
    const { deps, run } = this.carried;
    if (deps.clock.now() >= at) await this.#decideStop(cause);
    else if (run.cancel !== undefined)
      await this.#decideStop({ kind: 'cancel', by: run.cancel.by, reason: run.cancel.reason });
  }

  async #decideStop(cause: StopCause): Promise<void> {
    const { deps, run, attempt } = this.carried;
    await deps.runs.recordStop(run.id, attempt.token, cause, deps.clock.now());
    this.#stop ??= cause;
    deps.wakeups.wake(runTopic(run.id));
  }

  /**
   * Whoever recorded the stop may have died before the engine heard of it, or have had no handle to tell it of; and an
   * engine may be away. So it is told by each watch, at the next look again where it could not be.
   */
  async #tellStop(): Promise<void> {
    if (this.#stop === undefined || this.#isStopTold) return;
    try {
      const { engine, handle, run } = this.carried;
      await engine.stop(handle, run.snapshot.limits.stopGraceSeconds, stopWords(this.#stop));
      this.#isStopTold = true;
    } catch (error) {
      await this.#noteSilence(error);
    }
  }
}
