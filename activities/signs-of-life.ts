import type { RunId } from '../domain/ids.js';
import type { Clock, LeaseLedger } from '../domain/ports.js';

const EVERY_MILLISECONDS = 10_000;

/** Notes in the ledger, in one write for all, which runs this worker is looking after. */
export class SignsOfLife {
  readonly #attended = new Set<RunId>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly leases: LeaseLedger,
    private readonly clock: Clock,
    private readonly onError: (error: unknown) => void,
  ) {}

  begin(id: RunId): void {
    this.#attended.add(id);
    this.#timer ??= setInterval(() => void this.#touch(), EVERY_MILLISECONDS).unref();
  }

  end(id: RunId): void {
    this.#attended.delete(id);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#attended.clear();
  }

  async #touch(): Promise<void> {
    if (this.#attended.size === 0) return;
    // A missed sign is repeated 10 s later; the sweep asks Temporal before it believes a silence.
    await this.leases.touch([...this.#attended], this.clock.now()).catch(this.onError);
  }
}
