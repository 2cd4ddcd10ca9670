import type { Connection, Model } from 'mongoose';
import { type ClusterDocument, clusterSchema } from './cluster.schema.js';
import { type LeaseDocument, leaseSchema } from './lease.schema.js';
import { type RunDocument, runSchema } from './run.schema.js';

/** One model per collection. */
export interface Models {
  readonly runs: Model<RunDocument>;
  readonly leases: Model<LeaseDocument>;
  readonly clusters: Model<ClusterDocument>;
}

export const defineModels = (connection: Connection): Models => ({
  runs: connection.model('Run', runSchema, 'runs'),
  leases: connection.model('Lease', leaseSchema, 'leases'),
  clusters: connection.model('Cluster', clusterSchema, 'clusters'),
});
