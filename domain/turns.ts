import type { Shares } from './fair-share.js';
import type { Lease } from './lease.js';
import type { QueuePolicy } from './queue-policy.js';

/** The priority that a lease has come to by waiting: one step for each `agingSeconds`, at most to the most urgent. */
export function agedPriority(lease: Lease, { agingSeconds }: Pick<QueuePolicy, 'agingSeconds'>, now: number): number {
  if (agingSeconds === 0) return lease.priority;
  const steps = Math.floor(Math.max(0, now - lease.enqueuedAt) / (agingSeconds * 1000));
  return Math.min(lease.priority, Math.max(1, lease.priority - steps));
}

/** First come, first served; equal times by run id, so that the order is total. */
const byArrival = (a: Lease, b: Lease): number =>
  a.enqueuedAt - b.enqueuedAt || (a.runId < b.runId ? -1 : a.runId > b.runId ? 1 : 0);

/**
 * Grant order: aged priority, then whoever has the smallest share, then first come, first served. One at a time, because
 * what is charged to the shares for a lease changes who is next.
 */
export function* turns(
  waiting: readonly Lease[],
  shares: Shares,
  policy: Pick<QueuePolicy, 'agingSeconds'>,
  now: number,
): Generator<Lease, void> {
  const levels = grouped(waiting, (lease) => agedPriority(lease, policy, now));
  for (const level of [...levels.keys()].sort((a, b) => a - b)) {
    const sharers = grouped(levels.get(level) ?? [], (lease) => shares.keyOf(lease));
    yield* levelTurns(sharers, shares);
  }
}

interface Queue {
  readonly key: string;
  readonly leases: readonly Lease[];
  next: number;
  share: number;
}

function* levelTurns(sharers: ReadonlyMap<string, Lease[]>, shares: Shares): Generator<Lease, void> {
  const queues: Queue[] = [...sharers].map(([key, leases]) => ({
    key,
    leases: leases.sort(byArrival),
    next: 0,
    share: shares.of(key),
  }));
  queues.sort(byShare);
  for (let queue = queues.shift(); queue !== undefined; queue = queues.shift()) {
    const lease = queue.leases[queue.next];
    if (lease === undefined) continue;
    yield lease;
    // Only this one's share can have changed: it goes back to its place among the others.
    queue.next += 1;
    queue.share = shares.of(queue.key);
    if (queue.next < queue.leases.length) queues.splice(placeOf(queue, queues), 0, queue);
  }
}

function byShare(a: Queue, b: Queue): number {
  const [first, second] = [a.leases[a.next], b.leases[b.next]];
  return a.share - b.share || (first === undefined || second === undefined ? 0 : byArrival(first, second));
}

function placeOf(queue: Queue, queues: readonly Queue[]): number {
  let [low, high] = [0, queues.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = queues[middle];
    if (other !== undefined && byShare(other, queue) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function grouped<Key>(leases: readonly Lease[], keyOf: (lease: Lease) => Key): Map<Key, Lease[]> {
  const groups = new Map<Key, Lease[]>();
  for (const lease of leases) {
    const key = keyOf(lease);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [lease]);
    else group.push(lease);
  }
  return groups;
}
