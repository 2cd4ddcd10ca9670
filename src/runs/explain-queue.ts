import { Inject, Injectable } from '@nestjs/common';
import type { RunQueueView } from '../../domain/contract/runs.js';
import { inUse, planQueue } from '../../domain/lease-rules.js';
import { Clock, ClusterStore, LeaseLedger, RunStore } from '../../domain/ports.js';
import type { Run } from '../../domain/run.js';
import { existingRun } from '../http/existing-run.js';
import { hindranceView, leaseView } from '../http/views/lease-view.js';
import { queueSentence } from './queue-sentence.js';

const SHOWN_HOLDERS = 50;

/** Tells why a run waits: its place, what it needs, what is short and who has it. */
@Injectable()
export class ExplainQueue {
  constructor(
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(LeaseLedger) private readonly leases: LeaseLedger,
    @Inject(ClusterStore) private readonly clusters: ClusterStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async of(id: string): Promise<RunQueueView> {
    const run = await existingRun(this.runs, id);
    const [place, cluster, held] = await Promise.all([
      this.placeOf(run),
      this.clusters.get(run.snapshot.cluster),
      this.leases.held(run.snapshot.cluster),
    ]);
    const known = cluster ?? { name: run.snapshot.cluster, limits: {}, status: 'active' as const };
    const now = this.clock.now();
    const hindrance = place && planQueue([place.lease], held, known, now)[0]?.hindrance;
    const waiting = run.state === 'queued';
    return {
      waiting,
      ...(waiting && place !== undefined ? { position: place.ahead + 1, ahead: place.ahead } : {}),
      need: place === undefined ? { slots: 1, ...run.snapshot.resources } : { ...place.lease.need },
      hindrance: waiting && hindrance !== undefined ? hindranceView(hindrance) : undefined,
      sentence: queueSentence({ run, cluster: known, ahead: place?.ahead ?? 0, hindrance, held, now }),
      refusals: { count: run.refusals.count, last: run.refusals.last },
      limits: { ...known.limits },
      inUse: inUse(held),
      holders: held.slice(0, SHOWN_HOLDERS).map(leaseView),
    };
  }

  // Only a lease that waits has a place; a granted one is about to become "starting".
  private async placeOf(run: Run) {
    if (run.state !== 'queued') return undefined;
    const lease = await this.leases.get(run.id);
    if (lease?.state !== 'queued') return undefined;
    return { lease, ahead: await this.leases.countAhead(lease) };
  }
}
