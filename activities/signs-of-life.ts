import type { RunId } from '../domain/ids.js';
import { type AssertDeps, assertLease } from './assert-lease.js';

const EVERY_MILLISECONDS = 10_000;

interface Watched {
  readonly id: RunId;
  readonly generation: number | undefined;
}

/**
 * Notes in the ledger, in one write for all, which runs this worker is watching. The lease of one that does
 * not hold it, since the ledger has lost its latest writes, is written again.
 */
export class SignsOfLife {
  /** One for each watch: of two for the same run, the end of an older one must not silence the newer. */
  readonly #watches = new Set<Watched>();
  #timer: NodeJS.Timeout | undefined;
  #isGiving = false;

  constructor(
    private readonly deps: AssertDeps,
    private readonly onError: (error: unknown) => void,
  ) {}

  /**
   * From now on, until the answer is called: for a run that holds the grant of this generation or, if none is given,
   * of the one that the ledger knows.
   */
  begin(id: RunId, generation: number | undefined): () => void {
    const watch = { id, generation };
    this.#watches.add(watch);
    this.#timer ??= setInterval(() => void this.#give().catch(this.onError), EVERY_MILLISECONDS).unref();
    return () => void this.#watches.delete(watch);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#watches.clear();
  }

  /** A missed sign is repeated 10 s later; the sweep asks Temporal before it believes a silence. */
  async #give(): Promise<void> {
    if (this.#isGiving || this.#watches.size === 0) return;
    this.#isGiving = true;
    try {
      const { leases, clock } = this.deps;
      const ids = [...new Set([...this.#watches].map(({ id }) => id))];
      await leases.touch(ids, clock.now());
      const held = new Set(await leases.holding(ids));
      // Most of those that do not are at their very end.
      const others = [...this.#watches].filter(({ id }) => !held.has(id));
      for (const { id, generation } of others) await assertLease(this.deps, id, generation);
    } finally {
      this.#isGiving = false;
    }
  }
}
