import type { Wakeups } from '../domain/ports.js';

/** How long the allocator sleeps when nobody wakes it. Wake-ups usually do; these are the fallback. */
const POLL_MILLISECONDS = {
  /** The cluster has just been granted from, and more may be possible. */
  queue: 100,
  /** Every slot is taken and somebody waits for one; a release makes room at any moment. */
  full: 100,
  /** There is room, but nothing that waits fits into it. */
  stuck: 500,
  /** Nobody waits, or nothing may be granted. */
  idle: 1_000,
} as const;

export type Mood = keyof typeof POLL_MILLISECONDS;

/** Sleep that a wake-up ends. A wake-up that comes while awake is not lost: the next sleep is over at once. */
export class Doze {
  #woken = false;
  #lastAt = 0;
  #wake: (() => void) | undefined;
  readonly #unsubscribe: () => void;

  constructor(
    wakeups: Wakeups,
    topic: string,
    private readonly signal: AbortSignal,
  ) {
    this.#unsubscribe = wakeups.subscribe(topic, () => {
      this.#woken = true;
      this.#wake?.();
    });
  }

  /** Waits until so long after the last such wait. */
  async atLeast(milliseconds: number): Promise<void> {
    const early = this.#lastAt + milliseconds - Date.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    this.#lastAt = Date.now();
  }

  /** Answers whether a wake-up has ended it. */
  async until(state: Mood): Promise<boolean> {
    if (!this.#woken && !this.signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MILLISECONDS[state]);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
        this.signal.addEventListener('abort', this.#wake, { once: true });
      });
      if (this.#wake !== undefined) this.signal.removeEventListener('abort', this.#wake);
      this.#wake = undefined;
    }
    const wasWoken = this.#woken;
    this.#woken = false;
    return wasWoken;
  }

  close(): void {
    this.#unsubscribe();
  }
}
