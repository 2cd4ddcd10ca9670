import type { Connection, Model } from 'mongoose';
import { type ApiTokenDocument, apiTokenSchema } from './api-token.schema.js';
import { type AuditDocument, auditSchema } from './audit.schema.js';
import { type ClusterDocument, clusterSchema } from './cluster.schema.js';
import { type IdempotencyKeyDocument, idempotencyKeySchema } from './idempotency-key.schema.js';
import { type JobDocument, type JobRevisionDocument, jobRevisionSchema, jobSchema } from './job.schema.js';
import { type LeaseDocument, leaseSchema } from './lease.schema.js';
import { type LogChunkDocument, logChunkSchema } from './log-chunk.schema.js';
import { type RunDocument, runSchema } from './run.schema.js';
import { type FiringDocument, firingSchema, type ScheduleDocument, scheduleSchema } from './schedule.schema.js';
import { type SessionDocument, sessionSchema } from './session.schema.js';

/** One model per collection. */
export interface Models {
  readonly runs: Model<RunDocument>;
  readonly leases: Model<LeaseDocument>;
  readonly clusters: Model<ClusterDocument>;
  readonly jobs: Model<JobDocument>;
  readonly jobRevisions: Model<JobRevisionDocument>;
  readonly logChunks: Model<LogChunkDocument>;
  readonly idempotencyKeys: Model<IdempotencyKeyDocument>;
  readonly audit: Model<AuditDocument>;
  readonly schedules: Model<ScheduleDocument>;
  readonly firings: Model<FiringDocument>;
  readonly tokens: Model<ApiTokenDocument>;
  readonly sessions: Model<SessionDocument>;
}

export const defineModels = (connection: Connection): Models => ({
  runs: connection.model<RunDocument>('Run', runSchema, 'runs'),
  leases: connection.model<LeaseDocument>('Lease', leaseSchema, 'leases'),
  clusters: connection.model<ClusterDocument>('Cluster', clusterSchema, 'clusters'),
  jobs: connection.model<JobDocument>('Job', jobSchema, 'jobs'),
  jobRevisions: connection.model<JobRevisionDocument>('JobRevision', jobRevisionSchema, 'jobRevisions'),
  logChunks: connection.model<LogChunkDocument>('LogChunk', logChunkSchema, 'logChunks'),
  idempotencyKeys: connection.model<IdempotencyKeyDocument>('IdempotencyKey', idempotencyKeySchema, 'idempotencyKeys'),
  audit: connection.model<AuditDocument>('AuditEntry', auditSchema, 'audit'),
  schedules: connection.model<ScheduleDocument>('Schedule', scheduleSchema, 'schedules'),
  firings: connection.model<FiringDocument>('Firing', firingSchema, 'firings'),
  tokens: connection.model<ApiTokenDocument>('ApiToken', apiTokenSchema, 'tokens'),
  sessions: connection.model<SessionDocument>('Session', sessionSchema, 'sessions'),
});
