import type { Lease } from './lease.js';
import type { QueuePolicy } from './queue-policy.js';
import { addNeeds, dimensions, type Limits, type Need, nothing } from './resources.js';

type Sharer = Pick<Lease, 'owner' | 'group' | 'need'>;

/** Who has how much of a cluster relative to what they are entitled to: the measure of fair share. */
export class Shares {
  readonly #used = new Map<string, Need>();

  constructor(
    held: readonly Sharer[],
    private readonly limits: Limits,
    private readonly policy: Pick<QueuePolicy, 'fairShare' | 'weights'>,
  ) {
    for (const lease of held) this.charge(lease);
  }

  /** Whose share a lease counts for; the same for all when shares do not matter. */
  keyOf(lease: Pick<Lease, 'owner' | 'group'>): string {
    const { fairShare } = this.policy;
    return fairShare === 'none' ? '' : lease[fairShare];
  }

  /** The largest part of any limit that is in use for them, divided by their weight. */
  of(key: string): number {
    const used = this.#used.get(key);
    if (used === undefined || this.policy.fairShare === 'none') return 0;
    const weight = Object.hasOwn(this.policy.weights, key) ? (this.policy.weights[key] ?? 1) : 1;
    return dominantPart(used, this.limits) / weight;
  }

  /** Counts this lease as in use. */
  charge(lease: Sharer): void {
    const key = this.keyOf(lease);
    this.#used.set(key, addNeeds(this.#used.get(key) ?? nothing, lease.need));
  }
}

/** Limits of 0 are no measure, and without any limit the runs are counted. */
function dominantPart(used: Need, limits: Limits): number {
  const parts = dimensions.flatMap((dimension) => {
    const limit = limits[dimension];
    return limit === undefined || limit === 0 ? [] : [used[dimension] / limit];
  });
  return parts.length === 0 ? used.slots : Math.max(...parts);
}
