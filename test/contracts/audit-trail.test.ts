import { MongoAuditTrail } from '../../src/store/mongo-audit-trail.js';
import { MemoryAuditTrail } from '../fakes/memory-audit-trail.js';
import { overBothAdapters } from './adapters.js';
import { auditTrailContract } from './audit-trail.contract.js';

overBothAdapters(
  auditTrailContract,
  () => new MemoryAuditTrail(),
  ({ audit }) => new MongoAuditTrail(audit),
);
