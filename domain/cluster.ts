import type { Json } from './json.js';
import type { Grant } from './lease.js';
import type { ClusterStatus } from './lease-rules.js';
import type { QueuePolicy } from './queue-policy.js';
import type { Limits } from './resources.js';

export const engineKinds = ['process', 'docker', 'ecs', 'kubernetes', 'nomad', 'swarm', 'simulated'] as const;
export type EngineKind = (typeof engineKinds)[number];

/** An engine's kind with its settings, as the operator gave them. */
export interface EngineSettings {
  readonly kind: EngineKind;
  readonly [setting: string]: Json;
}

export interface Cluster {
  readonly name: string;
  readonly engine: EngineSettings;
  readonly limits: Limits;
  readonly queue: QueuePolicy;
  /** Grows with each change of limits, queue or status: an allocator that decided by the older ones cannot commit. */
  readonly limitsVersion: number;
  readonly status: ClusterStatus;
  readonly statusReason?: string;
  readonly description: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** The cluster document as its allocator sees it: what it decides by, and its write-ahead log. */
export interface SemaphoreState {
  readonly cluster: Cluster;
  /** Raised by each new allocator: all older ones lose their right to commit. */
  readonly epoch: number;
  /** Raised by each commit: only one allocator can win a batch. */
  readonly batch: number;
  /** The grants of the last batch; they may or may not have reached the leases yet. */
  readonly intent: readonly Grant[];
}
