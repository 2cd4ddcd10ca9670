import { describeExit, type ManagedChild } from './managed-child.js';
import { pause } from './pause.js';
import type { Say } from './say.js';

const BACKOFF_MS = [500, 1000, 2000, 5000, 10_000, 30_000];
/** After so long a life the next death counts as the first again. */
const HEALTHY_MS = 60_000;

export interface Supervision {
  readonly name: string;
  /** Starts it and waits until it answers; throws when it does not. */
  readonly begin: (signal: AbortSignal) => Promise<ManagedChild>;
  readonly say: Say;
  /** Called when its process number changed. */
  readonly onPid?: (() => void) | undefined;
}

/** Keeps one process alive until it is told to stop: when it dies unasked, says so and starts it again, ever more slowly. */
export class Supervised {
  readonly name: string;
  readonly #plan: Supervision;
  readonly #stopping = new AbortController();
  #child: ManagedChild;
  #keeping: Promise<void>;

  private constructor(plan: Supervision, child: ManagedChild) {
    this.name = plan.name;
    this.#plan = plan;
    this.#child = child;
    this.#keeping = this.#keep();
  }

  /** Starts it for the first time; a failure of that is thrown, not retried. After the signal nothing is started again. */
  static async start(plan: Supervision, signal: AbortSignal): Promise<Supervised> {
    const supervised = new Supervised(plan, await plan.begin(signal));
    signal.addEventListener('abort', () => supervised.#stopping.abort(), { once: true });
    return supervised;
  }

  /** Its present process number; undefined while it is down. */
  get pid(): number | undefined {
    return this.#child.hasExited ? undefined : this.#child.pid;
  }

  send(message: object): void {
    this.#child.send(message);
  }

  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort();
    await this.#child.stop(graceMs);
    await this.#keeping;
    // A restart may have begun just before we asked.
    await this.#child.stop(graceMs);
  }

  kill(): void {
    this.#stopping.abort();
    this.#child.kill();
  }

  async #keep(): Promise<void> {
    const { name, begin, say, onPid } = this.#plan;
    const { signal } = this.#stopping;
    let deaths = 0;
    const isStopping = () => signal.aborted;
    while (!isStopping()) {
      const bornAt = Date.now();
      onPid?.();
      const exit = await this.#child.exited;
      if (isStopping()) return;
      onPid?.();
      if (Date.now() - bornAt > HEALTHY_MS) deaths = 0;
      say(`${name} ended unexpectedly (${describeExit(exit)}); its log: ${this.#child.logFile}`);
      for (;;) {
        const waitMs = BACKOFF_MS[Math.min(deaths++, BACKOFF_MS.length - 1)] ?? 0;
        try {
          await pause(waitMs, signal);
          this.#child = await begin(signal);
          say(`${name} is back`);
          break;
        } catch (error) {
          if (isStopping()) return;
          say(`${name} could not be started again: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }
  }
}
