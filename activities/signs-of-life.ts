import type { RunId } from '../domain/ids.js';
import type { Clock, LeaseLedger } from '../domain/ports.js';

const EVERY_MILLISECONDS = 10_000;

/** Notes in the ledger, in one write for all, which runs this worker is watching. */
export class SignsOfLife {
  /** One for each watch: of two for the same run, the end of an older one must not silence the newer. */
  readonly #watches = new Set<{ readonly id: RunId }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly leases: LeaseLedger,
    private readonly clock: Clock,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** From now on, until the answer is called. */
  begin(id: RunId): () => void {
    const watch = { id };
    this.#watches.add(watch);
    this.#timer ??= setInterval(() => void this.#touch(), EVERY_MILLISECONDS).unref();
    return () => void this.#watches.delete(watch);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#watches.clear();
  }

  async #touch(): Promise<void> {
    if (this.#watches.size === 0) return;
    const ids = new Set([...this.#watches].map(({ id }) => id));
    // A missed sign is repeated 10 s later; the sweep asks Temporal before it believes a silence.
    await this.leases.touch([...ids], this.clock.now()).catch(this.onError);
  }
}
