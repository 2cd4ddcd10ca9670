import type { ClusterView } from '../../../domain/contract/clusters.js';
import type { Cluster } from '../../../domain/cluster.js';
import type { Need } from '../../../domain/resources.js';
import { iso } from '../iso.js';

/** What is known of a cluster beside its document. */
export interface ClusterUse {
  readonly inUse: Need;
  readonly held: number;
  readonly waiting: number;
  readonly health?: { readonly ok: boolean; readonly message: string; readonly at?: number };
}

/** A cluster as it travels. */
export const clusterView = (cluster: Cluster, use: ClusterUse): ClusterView => ({
  name: cluster.name,
  description: cluster.description,
  engine: { ...cluster.engine },
  limits: { ...cluster.limits },
  queue: { ...cluster.queue, weights: { ...cluster.queue.weights } },
  status: cluster.status,
  statusReason: cluster.statusReason,
  inUse: { ...use.inUse },
  held: use.held,
  waiting: use.waiting,
  health: use.health && {
    ok: use.health.ok,
    message: use.health.message,
    at: use.health.at === undefined ? undefined : iso(use.health.at),
  },
  createdAt: iso(cluster.createdAt),
  updatedAt: iso(cluster.updatedAt),
});
