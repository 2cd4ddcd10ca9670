import { Inject, Injectable } from '@nestjs/common';
import type { ClusterQueueView } from '../../domain/contract/clusters.js';
import { QueueSnapshots } from '../http/queue-snapshots.js';
import { hindranceView, leaseView } from '../http/views/lease-view.js';
import { ClustersService } from './clusters.service.js';

/** A cluster's queue as a person looks at it: what is in use, who holds it, who waits and for what. */
@Injectable()
export class ClusterQueue {
  constructor(
    @Inject(ClustersService) private readonly clusters: ClustersService,
    @Inject(QueueSnapshots) private readonly snapshots: QueueSnapshots,
  ) {}

  async of(name: string, limit: number): Promise<ClusterQueueView> {
    const cluster = await this.clusters.existing(name);
    const [view, { held, places }] = await Promise.all([this.clusters.view(cluster), this.snapshots.of(cluster)]);
    return {
      cluster: view,
      holders: held.map(leaseView),
      waiting: places.slice(0, limit).map(({ lease, hindrance }, index) => ({
        ...leaseView(lease),
        position: index + 1,
        hindrance: hindrance && hindranceView(hindrance),
      })),
      waitingTotal: view.waiting,
    };
  }
}
