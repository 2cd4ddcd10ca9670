import type { Lease } from '../domain/lease.js';
import type { LeaseLedger } from '../domain/ports.js';
import type { QueueLine } from '../domain/queue-line.js';

/** How many lines of one priority are looked into. */
const LINES = 64;

/**
 * The lines of a queue. Where there are more of one priority than are looked into, it is known who stands first in each:
 * so those whose turn it is are found, and nobody is passed over for the name of their line.
 */
export class WaitingLines {
  readonly #firsts = new Map<string, Lease | undefined>();

  private constructor(
    private readonly leases: LeaseLedger,
    private readonly cluster: string,
    readonly all: readonly QueueLine[],
  ) {}

  static async read(leases: LeaseLedger, cluster: string, now: number): Promise<WaitingLines> {
    const lines = new WaitingLines(leases, cluster, await leases.lines(cluster));
    const few = new Set(firstOfEachPriority(lines.all));
    const tooMany = new Set(lines.all.filter((line) => !few.has(line)).map(({ priority }) => priority));
    const crowded = lines.all.filter(({ priority }) => tooMany.has(priority));
    for (let from = 0; from < crowded.length; from += LINES)
      await Promise.all(crowded.slice(from, from + LINES).map((line) => lines.#look(line, 1, now)));
    return lines;
  }

  /** The first leases of those lines whose turn it is, by the order of who stands first in them. */
  async heads(
    lines: readonly QueueLine[],
    order: (a: Lease, b: Lease) => number,
    depth: number,
    now: number,
  ): Promise<Lease[]> {
    const read = new Map<string, Lease[]>();
    for (;;) {
      // Whoever stood first may have been granted since: then the line has a later place, and another one is looked into.
      const chosen = firstOfEachPriority(lines.toSorted((a, b) => this.#compare(a, b, order)));
      const unread = chosen.filter(({ key }) => !read.has(key));
      if (unread.length === 0) return [...read.values()].flat();
      const found = await Promise.all(unread.map((line) => this.#look(line, depth, now)));
      for (const [at, { key }] of unread.entries()) read.set(key, found[at] ?? []);
    }
  }

  async #look({ key }: QueueLine, depth: number, now: number): Promise<Lease[]> {
    const found = await this.leases.headOfLine(this.cluster, key, now, depth);
    this.#firsts.set(key, found[0]);
    return found;
  }

  /** A line in which nobody is ready comes last, and so keeps no other from being looked into. */
  #compare(a: QueueLine, b: QueueLine, order: (a: Lease, b: Lease) => number): number {
    const [first, second] = [this.#firsts.get(a.key), this.#firsts.get(b.key)];
    if (first === undefined || second === undefined) return Number(first === undefined) - Number(second === undefined);
    return order(first, second);
  }
}

function firstOfEachPriority(lines: readonly QueueLine[]): QueueLine[] {
  const taken = new Map<number, number>();
  return lines.filter(({ priority }) => {
    const count = (taken.get(priority) ?? 0) + 1;
    taken.set(priority, count);
    return count <= LINES;
  });
}
