import type { Cluster, EngineSettings, SemaphoreState } from '../../domain/cluster.js';
import { defaultQueuePolicy, type QueuePolicy } from '../../domain/queue-policy.js';
import { runId } from '../../domain/ids.js';
import type { ClusterDocument } from './cluster.schema.js';

/** The cluster that a document tells of. */
export function clusterFromDocument(document: ClusterDocument): Cluster {
  const { _id, engine, limits, queue, limitsVersion, status, statusReason, description } = document;
  return {
    name: _id,
    engine: JSON.parse(engine) as EngineSettings, // written by MongoClusterStore.put
    limits: { ...limits },
    // Written by MongoClusterStore.put; a part that came later has its default.
    queue: { ...defaultQueuePolicy, ...(queue === undefined ? {} : (JSON.parse(queue) as Partial<QueuePolicy>)) },
    limitsVersion,
    status,
    ...(statusReason === undefined ? {} : { statusReason }),
    description,
    createdAt: document.createdAt.getTime(),
    updatedAt: document.updatedAt.getTime(),
  };
}

/** The same document as its allocator sees it. */
export function semaphoreFromDocument(document: ClusterDocument): SemaphoreState {
  return {
    cluster: clusterFromDocument(document),
    epoch: document.epoch,
    batch: document.batch,
    intent: document.intent.map(({ runId: id, generation }) => ({ runId: runId(id), generation })),
  };
}
