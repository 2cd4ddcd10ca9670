import { Inject, Injectable } from '@nestjs/common';
import type { ClusterQueueView } from '../../domain/contract/clusters.js';
import { planQueue } from '../../domain/lease-rules.js';
import { Clock, LeaseLedger } from '../../domain/ports.js';
import { hindranceView, leaseView } from '../http/views/lease-view.js';
import { ClustersService } from './clusters.service.js';

/** A cluster's queue as a person looks at it: what is in use, who holds it, who waits and for what. */
@Injectable()
export class ClusterQueue {
  constructor(
    @Inject(ClustersService) private readonly clusters: ClustersService,
    @Inject(LeaseLedger) private readonly leases: LeaseLedger,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async of(name: string, limit: number): Promise<ClusterQueueView> {
    const cluster = await this.clusters.existing(name);
    const [view, held, waiting] = await Promise.all([
      this.clusters.view(cluster),
      this.leases.held(name),
      this.leases.waiting(name, limit),
    ]);
    const now = this.clock.now();
    return {
      cluster: view,
      holders: held.map(leaseView),
      waiting: waiting.map((lease, index) => {
        const hindrance = planQueue([lease], held, cluster, now)[0]?.hindrance;
        return { ...leaseView(lease), position: index + 1, hindrance: hindrance && hindranceView(hindrance) };
      }),
      waitingTotal: view.waiting,
    };
  }
}
