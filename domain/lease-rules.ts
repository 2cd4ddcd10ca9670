import type { RunId } from './ids.js';
import { Shares } from './fair-share.js';
import type { Grant, Lease } from './lease.js';
import { defaultQueuePolicy, type QueuePolicy } from './queue-policy.js';
import { addNeeds, type Dimension, type Limits, type Need, nothing, shortages } from './resources.js';
import { turns } from './turns.js';

/** The part of a lease that counts while it is held. */
export type Held = Pick<Lease, 'need' | 'job' | 'owner' | 'group'>;

export type ClusterStatus = 'active' | 'paused' | 'draining';

/** The part of a cluster that decides who is granted what. */
export interface QueueRules {
  readonly limits: Limits;
  readonly status: ClusterStatus;
  readonly queue?: QueuePolicy;
}

/** Why a lease is not granted now: the kinds that the page, the API and the command line tell apart. */
export type Hindrance =
  /** `isKeptFor`: it has waited so long that what becomes free is kept for it. */
  | { readonly kind: 'limit'; readonly dimensions: readonly Dimension[]; readonly isKeptFor?: true }
  /** It would fit, but what is free is kept for a run that has waited long. */
  | {
      readonly kind: 'reserved';
      readonly dimensions: readonly Dimension[];
      readonly runId: RunId;
      readonly name: string;
    }
  | { readonly kind: 'concurrency'; readonly limit: number }
  | { readonly kind: 'paused' }
  | { readonly kind: 'backoff'; readonly until: number };

/** A waiting lease and what keeps it waiting; without a hindrance it is granted now. */
export interface Place {
  readonly lease: Lease;
  readonly hindrance?: Hindrance;
}

/**
 * The order of the ledger's index: priority, then first come, first served; equal times by run id. It is the grant
 * order of a cluster without fair share and aging.
 */
export function byGrantOrder(a: Lease, b: Lease): number {
  return a.priority - b.priority || a.enqueuedAt - b.enqueuedAt || (a.runId < b.runId ? -1 : a.runId > b.runId ? 1 : 0);
}

/** What is in use: always the sum over what is held, never a counter that could drift. */
export const inUse = (held: readonly Pick<Lease, 'need'>[]): Need =>
  held.reduce((sum, lease) => addNeeds(sum, lease.need), nothing);

/** The dimensions in which a need is larger than the whole, empty cluster: such a run would wait for ever. */
export const tooLargeFor = (need: Need, limits: Limits): Dimension[] => shortages(need, nothing, limits);

/**
 * Chooses what to grant now. The answer never exceeds a limit in any dimension together with what is held. A lease that
 * does not fit does not hold up the smaller ones behind it, until it has waited so long that capacity is kept for it.
 */
export const chooseGrants = (
  waiting: readonly Lease[],
  held: readonly Held[],
  cluster: QueueRules,
  now: number,
): Grant[] =>
  decide(waiting, held, cluster, now).granted.map(({ runId, generation }) => ({ runId, generation: generation + 1 }));

/**
 * The whole queue in the order in which it will be served: first what is granted now, then the others, each with its
 * hindrance. Their order takes every lease before them as served, so that sharers alternate.
 */
export function planQueue(waiting: readonly Lease[], held: readonly Held[], cluster: QueueRules, now: number): Place[] {
  const { granted, hindered } = decide(waiting, held, cluster, now);
  const policy = cluster.queue ?? defaultQueuePolicy;
  const shares = new Shares([...held, ...granted], cluster.limits, policy);
  const hindrances = new Map(hindered.map(({ lease, hindrance }) => [lease.runId, hindrance]));
  const places: Place[] = granted.map((lease) => ({ lease }));
  const others = hindered.map(({ lease }) => lease);
  for (const lease of turns(others, shares, policy, now)) {
    shares.charge(lease);
    places.push({ lease, hindrance: hindrances.get(lease.runId) });
  }
  return places;
}

interface Decision {
  readonly granted: readonly Lease[];
  readonly hindered: readonly { readonly lease: Lease; readonly hindrance: Hindrance }[];
}

/** One pass over the queue in grant order; only what is granted counts for whose turn is next. */
function decide(waiting: readonly Lease[], held: readonly Held[], cluster: QueueRules, now: number): Decision {
  const policy = cluster.queue ?? defaultQueuePolicy;
  const shares = new Shares(held, cluster.limits, policy);
  const perJob = countByJob(held);
  const granted: Lease[] = [];
  const hindered: { lease: Lease; hindrance: Hindrance }[] = [];
  let used = inUse(held);
  let keptFor: Lease | undefined;
  for (const lease of turns(waiting, shares, policy, now)) {
    const hindrance = ownHindrance(lease, used, perJob, cluster, now) ?? reserved(lease, used, keptFor, cluster.limits);
    if (hindrance === undefined) {
      used = addNeeds(used, lease.need);
      if (lease.job !== undefined) perJob.set(lease.job.id, (perJob.get(lease.job.id) ?? 0) + 1);
      shares.charge(lease);
      granted.push(lease);
    } else if (keptFor === undefined && hindrance.kind === 'limit' && isDue(lease, cluster.limits, policy, now)) {
      keptFor = lease;
      hindered.push({ lease, hindrance: { ...hindrance, isKeptFor: true } });
    } else hindered.push({ lease, hindrance });
  }
  return { granted, hindered };
}

/** Whether freed capacity is to be kept for a lease that only the cluster's capacity holds back. */
export function isDue(lease: Lease, limits: Limits, { reservationSeconds }: QueuePolicy, now: number): boolean {
  // A backoff is not waiting: whoever comes back from one has its whole patience again.
  const waitsSince = Math.max(lease.enqueuedAt, lease.notBefore);
  if (reservationSeconds === 0 || now - waitsSince <= reservationSeconds * 1000) return false;
  return tooLargeFor(lease.need, limits).length === 0;
}

/** A lease may pass the one that capacity is kept for only where there is room for both. */
function reserved(lease: Lease, used: Need, keptFor: Lease | undefined, limits: Limits): Hindrance | undefined {
  if (keptFor === undefined) return undefined;
  const short = shortages(lease.need, addNeeds(used, keptFor.need), limits).filter((d) => keptFor.need[d] > 0);
  if (short.length === 0) return undefined;
  return { kind: 'reserved', dimensions: short, runId: keptFor.runId, name: keptFor.name };
}

function ownHindrance(
  lease: Lease,
  used: Need,
  perJob: ReadonlyMap<string, number>,
  cluster: QueueRules,
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
