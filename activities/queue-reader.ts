import { bounds } from '../domain/bounds.js';
import type { Cluster } from '../domain/cluster.js';
import { Shares } from '../domain/fair-share.js';
import type { Lease } from '../domain/lease.js';
import { byGrantOrder, chooseGrants, inUse, isDue, tooLargeFor } from '../domain/lease-rules.js';
import type { Clock, LeaseLedger } from '../domain/ports.js';
import { lineKey, type QueueLine } from '../domain/queue-line.js';
import { shortages } from '../domain/resources.js';
import { agedPriority } from '../domain/turns.js';
import { WaitingLines } from './waiting-lines.js';

/** How many waiting leases of one kind are considered at a time. */
const HEAD = 1_000;

/** How far each line is looked into. */
const DEPTH = 64;

/** The lines of a deep queue are looked for this often, and at most for a twentieth of the time. */
const LINES_MILLISECONDS = 1_000;
const LINES_REST = 20;

const { least, most } = bounds.priority;
const PRIORITIES = Array.from({ length: most - least + 1 }, (_, n) => least + n);

/**
 * Reads as much of a cluster's queue as decides who is next. Of a short queue that is all; of a long one its head in the
 * order of the index and, where that is not enough (fair share, or a head that cannot be granted), the first leases of
 * each line that could be. So ten thousand leases that wait for their job, or for somebody else's turn, hide nobody; nor
 * do many lines hide one, for they are looked into by whose turn it is.
 */
export class QueueReader {
  #lines: { at: number; cost: number; known: WaitingLines; elders: Lease[] } | undefined;
  #isLooking = false;

  constructor(
    private readonly leases: LeaseLedger,
    private readonly clock: Clock,
    private readonly name: string,
  ) {}

  /** Waiting leases, among them all that can be granted next; in no order. */
  async read(cluster: Cluster, held: readonly Lease[]): Promise<Lease[]> {
    const now = this.clock.now();
    const { slots } = cluster.limits;
    const free = slots === undefined ? HEAD : Math.max(0, slots - held.length);
    const page = Math.min(HEAD, free * 2 + 10);
    const head = await this.#head(cluster, now, page);
    if (head.isAll) return head.leases;
    // Nobody behind the head comes before one of it: only then is it enough that the head takes all there is.
    const isInIndexOrder = cluster.queue.fairShare === 'none' && cluster.queue.agingSeconds === 0;
    if (isInIndexOrder && free < HEAD && chooseGrants(head.leases, held, cluster, now).length >= free)
      return head.leases;
    const behind = await this.#behind(cluster, held, head.leases, Math.min(free, DEPTH), now);
    const isHeld = new Set(held.map(({ runId }) => runId));
    const found = new Map([...behind, ...head.leases].map((lease) => [lease.runId, lease]));
    return [...found.values()].filter(({ runId }) => !isHeld.has(runId));
  }

  /** With aging the oldest of each priority may be next, else those of the most urgent one. */
  async #head(cluster: Cluster, now: number, page: number): Promise<{ leases: Lease[]; isAll: boolean }> {
    const priorities = cluster.queue.agingSeconds === 0 ? [undefined] : PRIORITIES;
    const pages = await Promise.all(priorities.map((priority) => this.leases.head(this.name, now, page, priority)));
    return { leases: pages.flat(), isAll: pages.every((leases) => leases.length < page) };
  }

  /** The first leases of the lines that could be granted now, and those that capacity may have to be kept for. */
  async #behind(
    cluster: Cluster,
    held: readonly Lease[],
    head: readonly Lease[],
    depth: number,
    now: number,
  ): Promise<Lease[]> {
    const { known, elders } = await this.#knownLines(cluster, held);
    const seen = countBy(head, lineKey);
    const grantable = known.all.filter(({ key }) => (seen.get(key) ?? 0) < depth).filter(canBeGranted(cluster, held));
    const [heads, there] = await Promise.all([
      known.heads(grantable, byTurn(cluster, held, now), depth, now),
      this.leases.known(elders.map(({ runId }) => runId)),
    ]);
    // The elders are as old as the look at the lines: nothing is granted to one, or kept for one, that is over by now.
    const isThere = new Set(there);
    return [...elders.filter(({ runId }) => isThere.has(runId)), ...heads];
  }

  /** What is known is used at once, and looked up again beside the grants when it is old. */
  async #knownLines(cluster: Cluster, held: readonly Lease[]) {
    const lines = this.#lines ?? (await this.#look(cluster, held));
    const rest = Math.max(LINES_MILLISECONDS, lines.cost * LINES_REST);
    // A look that fails leaves what is known as old as it is: the next read looks again, or fails at the head.
    if (!this.#isLooking && this.clock.now() - lines.at > rest) void this.#look(cluster, held).catch(() => undefined);
    return lines;
  }

  async #look(cluster: Cluster, held: readonly Lease[]) {
    this.#isLooking = true;
    const began = this.clock.now();
    try {
      const known = await WaitingLines.read(this.leases, this.name, began);
      const used = inUse(held);
      const large = known.all.filter(
        ({ need }) =>
          shortages(need, used, cluster.limits).length > 0 && tooLargeFor(need, cluster.limits).length === 0,
      );
      const elders = await known.heads(large, dueFirst(cluster, byTurn(cluster, held, began), began), 1, began);
      const at = this.clock.now();
      this.#lines = { at, cost: at - began, known, elders };
      return this.#lines;
    } finally {
      this.#isLooking = false;
    }
  }
}

function canBeGranted(cluster: Cluster, held: readonly Lease[]): (line: QueueLine) => boolean {
  const used = inUse(held);
  const perJob = countBy(held, ({ job }) => job?.id ?? '');
  return ({ need, job }) => {
    const isCapped = job?.concurrency !== undefined && (perJob.get(job.id) ?? 0) >= job.concurrency;
    return !isCapped && shortages(need, used, cluster.limits).length === 0;
  };
}

/** The order in which two leases of one priority have their turn, as long as nothing else is granted. */
function byTurn({ limits, queue }: Cluster, held: readonly Lease[], now: number): (a: Lease, b: Lease) => number {
  const shares = new Shares(held, limits, queue);
  const shareOf = (lease: Lease): number => shares.of(shares.keyOf(lease));
  return (a, b) =>
    agedPriority(a, queue, now) - agedPriority(b, queue, now) || shareOf(a) - shareOf(b) || byGrantOrder(a, b);
}

/** Capacity is kept for the first of those that have waited long enough. */
function dueFirst({ limits, queue }: Cluster, order: (a: Lease, b: Lease) => number, now: number) {
  const rank = (lease: Lease): number => (isDue(lease, limits, queue, now) ? 0 : 1);
  return (a: Lease, b: Lease): number => rank(a) - rank(b) || order(a, b);
}

function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
