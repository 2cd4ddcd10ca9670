import type { RunId } from '../domain/ids.js';
import { openAttempt, type Attempt } from '../domain/run.js';
import type { ActivityDeps } from './deps.js';

/** A launch that takes long (a large image) is looked at this often: it may have been cancelled. */
const LOOK_MILLISECONDS = 2_000;

/** Tells when a launch is not to be carried out any more: its start deadline has come, or its stop was recorded. */
export class Unwanted {
  readonly #given = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(
    private readonly deps: Pick<ActivityDeps, 'runs' | 'clock'>,
    private readonly id: RunId,
    private readonly attempt: Pick<Attempt, 'token'>,
    private readonly deadline: number,
  ) {
    this.#lookLater();
  }

  get signal(): AbortSignal {
    return this.#given.signal;
  }

  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #lookLater(): void {
    if (this.#isOver) return;
    const left = Math.max(0, this.deadline - this.deps.clock.now());
    this.#timer = setTimeout(() => void this.#look(), Math.min(LOOK_MILLISECONDS, left));
  }

  async #look(): Promise<void> {
    if (this.deps.clock.now() >= this.deadline || (await this.#isToStop())) this.#given.abort();
    else this.#lookLater();
  }

  async #isToStop(): Promise<boolean> {
    try {
      const run = await this.deps.runs.get(this.id);
      const open = run && openAttempt(run);
      return open?.token !== this.attempt.token || open.stop !== undefined;
    } catch {
      return false; // the store is away: nobody can say so now, and the next look asks again
    }
  }
}
