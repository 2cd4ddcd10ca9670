import type { Grant, Lease } from './lease.js';
import { addNeeds, nothing, shortages, type Dimension, type Limits, type Need } from './resources.js';

/** The part of a lease that counts while it is held. */
export type Held = Pick<Lease, 'need' | 'job'>;

export type ClusterStatus = 'active' | 'paused' | 'draining';

/** Why a lease is not granted now, in the words that the page, the API and the command line share. */
export type Hindrance =
  | { readonly kind: 'limit'; readonly dimensions: readonly Dimension[] }
  | { readonly kind: 'concurrency'; readonly limit: number }
  | { readonly kind: 'paused' }
  | { readonly kind: 'draining' }
  | { readonly kind: 'backoff'; readonly until: number };

/**
 * Grant order: priority, then first come, first served; equal times by run id, so that the order is total.
 * Fair share inside a priority and aging take their place here, between the two.
 */
export function byGrantOrder(a: Lease, b: Lease): number {
  return a.priority - b.priority || a.enqueuedAt - b.enqueuedAt || (a.runId < b.runId ? -1 : a.runId > b.runId ? 1 : 0);
}

/** What is in use: always the sum over what is held, never a counter that could drift. */
export const inUse = (held: readonly Held[]): Need => held.reduce((sum, lease) => addNeeds(sum, lease.need), nothing);

/** What keeps this lease from being granted on top of what is held; undefined when nothing does. */
export function hindranceOf(
  lease: Lease,
  held: readonly Held[],
  cluster: { limits: Limits; status: ClusterStatus },
  now: number,
): Hindrance | undefined {
  return hindranceGiven(lease, inUse(held), countByJob(held), cluster, now);
}

/**
 * Chooses what to grant now. `waiting` must be in grant order. The answer never exceeds a limit in any dimension
 * together with what is held, and a lease that does not fit does not hold up the smaller ones behind it.
 */
export function chooseGrants(
  waiting: readonly Lease[],
  held: readonly Held[],
  cluster: { limits: Limits; status: ClusterStatus },
  now: number,
): Grant[] {
  let used = inUse(held);
  const perJob = countByJob(held);
  const grants: Grant[] = [];
  for (const lease of waiting) {
    if (hindranceGiven(lease, used, perJob, cluster, now) !== undefined) continue;
    used = addNeeds(used, lease.need);
    if (lease.job !== undefined) perJob.set(lease.job.id, (perJob.get(lease.job.id) ?? 0) + 1);
    grants.push({ runId: lease.runId, generation: lease.generation + 1 });
  }
  return grants;
}

/** The dimensions in which a need is larger than the whole, empty cluster: such a run would wait for ever. */
export const tooLargeFor = (need: Need, limits: Limits): Dimension[] => shortages(need, nothing, limits);

function hindranceGiven(
  lease: Lease,
  used: Need,
  perJob: ReadonlyMap<string, number>,
  cluster: { limits: Limits; status: ClusterStatus },
  now: number,
): Hindrance | undefined {
  // A draining cluster refuses new runs at the door, but still works off those that it has accepted.
  if (cluster.status === 'paused') return { kind: 'paused' };
  if (lease.notBefore > now) return { kind: 'backoff', until: lease.notBefore };
  const limit = lease.job?.concurrency;
  if (lease.job !== undefined && limit !== undefined && (perJob.get(lease.job.id) ?? 0) >= limit)
    return { kind: 'concurrency', limit };
  const short = shortages(lease.need, used, cluster.limits);
  return short.length > 0 ? { kind: 'limit', dimensions: short } : undefined;
}

function countByJob(held: readonly Held[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { job } of held) if (job !== undefined) counts.set(job.id, (counts.get(job.id) ?? 0) + 1);
  return counts;
}
