import { Inject, Injectable } from '@nestjs/common';
import type { Cluster } from '../../domain/cluster.js';
import type { JobId, RunId } from '../../domain/ids.js';
import type { Lease } from '../../domain/lease.js';
import { type Place, planQueue } from '../../domain/lease-rules.js';
import { Clock, LeaseLedger } from '../../domain/ports.js';
import { estimateStarts, type StartEstimate } from '../../domain/start-estimate.js';
import { KnownLengths } from './known-lengths.js';
import { type Remembered, rememberedWhenMany } from './remembered.js';

/** Of longer queues the rest is not looked at: nobody reads so far, and nobody is helped by an estimate so far off. */
const LOOKED_AT = 12_000;

const JOBS_WITH_HISTORY = 50;

export type QueueRulesOfCluster = Pick<Cluster, 'name' | 'limits' | 'status'> &
  Partial<Pick<Cluster, 'queue' | 'limitsVersion'>>;

/** A cluster's queue at one moment: what the allocator would decide, in the order in which it would. */
export interface QueueSnapshot {
  readonly held: readonly Lease[];
  readonly places: readonly Place[];
  /** Where in `places` each run stands, from 0. */
  readonly indexOf: ReadonlyMap<RunId, number>;
  /** When each run should start; made when the first person asks. */
  readonly starts: () => Promise<ReadonlyMap<RunId, StartEstimate>>;
}

/** Reads and plans a cluster's queue once for all who look at it at the time. */
@Injectable()
export class QueueSnapshots {
  private readonly snapshots: Remembered<QueueSnapshot>;

  constructor(
    @Inject(LeaseLedger) private readonly leases: LeaseLedger,
    @Inject(KnownLengths) private readonly lengths: KnownLengths,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.snapshots = rememberedWhenMany(clock, ({ places }) => places.length);
  }

  of(cluster: QueueRulesOfCluster): Promise<QueueSnapshot> {
    return this.snapshots.of(`${cluster.name}/${cluster.limitsVersion ?? 0}`, () => this.take(cluster));
  }

  private async take(cluster: QueueRulesOfCluster): Promise<QueueSnapshot> {
    const [held, waiting] = await Promise.all([
      this.leases.held(cluster.name),
      this.leases.waiting(cluster.name, LOOKED_AT),
    ]);
    const now = this.clock.now();
    const places = planQueue(waiting, held, cluster, now);
    let starts: Promise<ReadonlyMap<RunId, StartEstimate>> | undefined;
    return {
      held,
      places,
      indexOf: new Map(places.map(({ lease }, index) => [lease.runId, index])),
      starts: () => (starts ??= this.estimate(cluster, held, places, now)),
    };
  }

  private async estimate(
    cluster: QueueRulesOfCluster,
    held: readonly Lease[],
    places: readonly Place[],
    now: number,
  ): Promise<ReadonlyMap<RunId, StartEstimate>> {
    // Nobody knows when somebody resumes it.
    if (cluster.status === 'paused') return new Map();
    const jobs = mostFrequentJobs([...held, ...places.map(({ lease }) => lease)]);
    return estimateStarts(places, held, await this.lengths.of(jobs), cluster.limits, now);
  }
}

function mostFrequentJobs(leases: readonly Lease[]): JobId[] {
  const counts = new Map<JobId, number>();
  for (const { job } of leases) if (job !== undefined) counts.set(job.id, (counts.get(job.id) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, JOBS_WITH_HISTORY)
    .map(([job]) => job);
}
