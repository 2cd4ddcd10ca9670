import type { JobId, RunId } from './ids.js';
import type { Lease } from './lease.js';
import { inUse, type Place, tooLargeFor } from './lease-rules.js';
import { addNeeds, type Limits, type Need, shortages } from './resources.js';

/** When a waiting run should start, judged from so many past runs of those that hold the cluster and are before it. */
export interface StartEstimate {
  readonly earliest: number;
  readonly latest: number;
  readonly samples: number;
}

/** How long past runs of each job held their lease, in milliseconds and in ascending order. */
export type PastLengths = ReadonlyMap<JobId, readonly number[]>;

/** The range: a quarter of past runs were shorter, and a quarter longer. */
const QUICK = 0.25;
const SLOW = 0.75;

/**
 * Estimates when each run of the plan starts, by letting the queue run off once with quick and once with slow runs. Runs
 * of jobs without a history take as long as the others do; where nobody has one there is no estimate.
 */
export function estimateStarts(
  places: readonly Place[],
  held: readonly Lease[],
  past: PastLengths,
  limits: Limits,
  now: number,
): Map<RunId, StartEstimate> {
  const pooled = [...past.values()].flat().sort((a, b) => a - b);
  if (pooled.length === 0) return new Map();
  const lengthsOf = ({ job }: Lease): readonly number[] => {
    const own = job && past.get(job.id);
    return own === undefined || own.length === 0 ? pooled : own;
  };
  const quick = runOff(places, held, limits, now, (lease, elapsed) => remaining(lengthsOf(lease), elapsed, QUICK));
  const slow = runOff(places, held, limits, now, (lease, elapsed) => remaining(lengthsOf(lease), elapsed, SLOW));
  const estimates = new Map<RunId, StartEstimate>();
  const counted = new Set<JobId>();
  let samples = 0;
  const count = ({ job }: Lease): void => {
    if (job === undefined || counted.has(job.id)) return;
    counted.add(job.id);
    samples += past.get(job.id)?.length ?? 0;
  };
  held.forEach(count);
  for (const { lease } of places) {
    const [a, b] = [quick.get(lease.runId), slow.get(lease.runId)];
    if (samples > 0 && a !== undefined && b !== undefined)
      estimates.set(lease.runId, { earliest: Math.min(a, b), latest: Math.max(a, b), samples });
    count(lease);
  }
  return estimates;
}

/** What is left of a run that has gone on for `elapsed`; only past runs that were longer can tell. */
function remaining(sorted: readonly number[], elapsed: number, part: number): number {
  const longer = elapsed === 0 ? sorted : sorted.filter((length) => length > elapsed);
  const length = longer[Math.min(longer.length - 1, Math.floor(longer.length * part))];
  // Longer than ever before: it may end at any moment, or take as long again.
  if (length === undefined) return part < 0.5 ? 0 : elapsed;
  return length - elapsed;
}

interface Change {
  readonly at: number;
  /** What becomes free then; of a start, what is taken, as less than nothing. */
  readonly freed: Need;
}

/** Lets the queue run off in its order; who waits for its own job or backoff is passed by the others until then. */
function runOff(
  places: readonly Place[],
  held: readonly Lease[],
  limits: Limits,
  now: number,
  lengthOf: (lease: Lease, elapsed: number) => number,
): Map<RunId, number> {
  const starts = new Map<RunId, number>();
  const changes: Change[] = [];
  const endsOfJob = new Map<JobId, number[]>();
  const note = (at: number, freed: Need): void => {
    insert(changes, { at, freed }, (change) => change.at);
  };
  const noteEnd = ({ job, need }: Lease, at: number): void => {
    note(at, need);
    if (job?.concurrency === undefined) return;
    const ofJob = endsOfJob.get(job.id) ?? [];
    insert(ofJob, at, (end) => end);
    endsOfJob.set(job.id, ofJob);
  };
  let used = inUse(held);
  let time = now;
  const awaitRoom = (need: Need): void => {
    for (let next = changes[0]; next !== undefined; next = changes[0]) {
      if (next.at > time && shortages(need, used, limits).length === 0) return;
      changes.shift();
      time = Math.max(time, next.at);
      used = addNeeds(used, negative(next.freed));
    }
  };
  for (const lease of held) noteEnd(lease, now + lengthOf(lease, Math.max(0, now - (lease.grantedAt ?? now))));
  for (const { lease } of places) {
    if (tooLargeFor(lease.need, limits).length > 0) continue;
    const own = Math.max(lease.notBefore, freeOfJob(lease, endsOfJob));
    if (own <= time) awaitRoom(lease.need);
    const start = Math.max(time, own);
    starts.set(lease.runId, start);
    note(start, negative(lease.need));
    noteEnd(lease, start + lengthOf(lease, 0));
  }
  return starts;
}

function freeOfJob({ job }: Lease, endsOfJob: ReadonlyMap<JobId, readonly number[]>): number {
  if (job?.concurrency === undefined) return 0;
  const ends = endsOfJob.get(job.id) ?? [];
  return ends[ends.length - job.concurrency] ?? 0;
}

const negative = ({ slots, cpu, memoryMiB, gpu }: Need): Need => ({
  slots: -slots,
  cpu: -cpu,
  memoryMiB: -memoryMiB,
  gpu: -gpu,
});

function insert<Item>(sorted: Item[], item: Item, at: (item: Item) => number): void {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = sorted[middle];
    if (there !== undefined && at(there) <= at(item)) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, item);
}
