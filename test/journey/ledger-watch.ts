import { inUse } from '../../domain/lease-rules.js';
import { dimensions, type Limits } from '../../domain/resources.js';
import { connectStore, type StoreConnection } from '../../src/store/connect-store.js';
import { MongoLeaseLedger } from '../../src/store/mongo-lease-ledger.js';
import { Sampler } from './sampler.js';

const STEP_MILLISECONDS = 60;

/** Looks into the ledger itself, past the API and without end: what is held must fit into the limits at every look. */
export class LedgerWatch {
  readonly ledger: MongoLeaseLedger;
  readonly #limits = new Map<string, Limits>();
  readonly #broken: string[] = [];
  readonly #sampler: Sampler<void>;
  #looks = 0;

  private constructor(private readonly store: StoreConnection) {
    this.ledger = new MongoLeaseLedger(store.models.leases);
    this.#sampler = new Sampler(() => this.#lookAtAll(), STEP_MILLISECONDS);
  }

  static async over(uri: string): Promise<LedgerWatch> {
    const store = connectStore(uri);
    await store.ready;
    return new LedgerWatch(store);
  }

  /** From now on this cluster must never hold more than that. */
  guard(cluster: string, limits: Limits): void {
    this.#limits.set(cluster, limits);
  }

  forget(cluster: string): void {
    this.#limits.delete(cluster);
  }

  /** How many looks there were, and each one at which a limit was exceeded. */
  get findings(): { looks: number; broken: readonly string[] } {
    return { looks: this.#looks, broken: this.#broken };
  }

  async end(): Promise<void> {
    try {
      await this.#sampler.end();
    } finally {
      await this.store.close();
    }
  }

  async #lookAtAll(): Promise<void> {
    for (const [cluster, limits] of this.#limits) await this.#look(cluster, limits);
  }

  async #look(cluster: string, limits: Limits): Promise<void> {
    const held = await this.ledger.held(cluster);
    const used = inUse(held);
    this.#looks += 1;
    for (const d of dimensions) {
      const limit = limits[d] ?? Infinity;
      if (used[d] > limit) this.#broken.push(`${cluster} held ${used[d]} of ${limit} ${d} (${held.length} leases)`);
    }
  }
}
