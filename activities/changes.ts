import type { Json } from '../domain/json.js';
import type { Engine } from '../domain/ports.js';

/**
 * Tells when a container is worth another look: the engine has announced a change, or the polling time is over.
 * A change between two looks is not missed: the next wait is over at once.
 */
export class Changes {
  #pending = false;
  #resolve: (() => void) | undefined;
  readonly #stopListening: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    engine: Engine,
    handle: Json,
    private readonly pollSeconds: number,
  ) {
    this.#stopListening = engine.onChange(handle, () => {
      this.#pending = true;
      this.#resolve?.();
    });
  }

  /** Resolves at the next change, or at the next polling time. Polls of all containers fall together, so that they can be batched. */
  next(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#pending) {
      this.#pending = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const done = () => {
        this.#pending = false;
        this.#resolve = undefined;
        clearTimeout(this.#timer);
        resolve();
      };
      this.#resolve = done;
      const period = this.pollSeconds * 1000;
      this.#timer = setTimeout(done, period - (Date.now() % period));
    });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#stopListening();
  }
}
