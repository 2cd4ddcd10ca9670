import { MongoAuditTrail } from '../../src/store/mongo-audit-trail.js';
import { MongoClusterStore } from '../../src/store/mongo-cluster-store.js';
import { MongoIdempotencyKeys } from '../../src/store/mongo-idempotency-keys.js';
import { MongoJobStore } from '../../src/store/mongo-job-store.js';
import { MongoLeaseLedger } from '../../src/store/mongo-lease-ledger.js';
import { MongoLogStore } from '../../src/store/mongo-log-store.js';
import { MongoRunStore } from '../../src/store/mongo-run-store.js';
import { MongoScheduleStore } from '../../src/store/mongo-schedule-store.js';
import { MongoSessionStore } from '../../src/store/mongo-session-store.js';
import { MongoTokenStore } from '../../src/store/mongo-token-store.js';
import type { Models } from '../../src/store/models.js';

/** Every store that asks MongoDB something, by the name of its port. */
export const stores = (models: Models) => ({
  runs: new MongoRunStore(models.runs),
  leases: new MongoLeaseLedger(models.leases),
  clusters: new MongoClusterStore(models.clusters),
  jobs: new MongoJobStore(models.jobs, models.jobRevisions),
  logs: new MongoLogStore(models.logChunks),
  keys: new MongoIdempotencyKeys(models.idempotencyKeys),
  audit: new MongoAuditTrail(models.audit),
  schedules: new MongoScheduleStore(models.schedules, models.firings),
  tokens: new MongoTokenStore(models.tokens),
  sessions: new MongoSessionStore(models.sessions),
});
export type Stores = ReturnType<typeof stores>;
