import type { Wakeups } from '../domain/ports.js';

/** How long the allocator sleeps when nobody wakes it. Wake-ups usually do; these are the fallback. */
const POLL_MILLISECONDS = { queue: 100, idle: 500 } as const;

/** Sleep that a wake-up ends. A wake-up that comes while awake is not lost: the next sleep is over at once. */
export class Doze {
  #woken = false;
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

  async until(state: keyof typeof POLL_MILLISECONDS): Promise<void> {
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
    this.#woken = false;
  }

  close(): void {
    this.#unsubscribe();
  }
}
