import { jobId, runId } from '../../domain/ids.js';
import type { Lease } from '../../domain/lease.js';
import { lineKey } from '../../domain/queue-line.js';
import type { LeaseDocument } from './lease.schema.js';

/** A lease in the words of the store. */
export function leaseToDocument(lease: Lease): LeaseDocument {
  const { runId: id, job, deadlineAt, grantedAt, signalledAt, lastSeenAt, ...same } = lease;
  return {
    _id: id,
    line: lineKey(lease),
    ...same,
    ...(job === undefined ? {} : { job }),
    enqueuedAt: new Date(lease.enqueuedAt),
    notBefore: new Date(lease.notBefore),
    ...(deadlineAt === undefined ? {} : { deadlineAt: new Date(deadlineAt) }),
    ...(grantedAt === undefined ? {} : { grantedAt: new Date(grantedAt) }),
    ...(signalledAt === undefined ? {} : { signalledAt: new Date(signalledAt) }),
    ...(lastSeenAt === undefined ? {} : { lastSeenAt: new Date(lastSeenAt) }),
  };
}

/** The lease that a document tells of. */
export function leaseFromDocument(document: LeaseDocument): Lease {
  const { _id, line: _, job, deadlineAt, grantedAt, signalledAt, lastSeenAt, ...same } = document;
  return {
    ...same,
    runId: runId(_id),
    ...(job === undefined ? {} : { job: { ...job, id: jobId(job.id) } }),
    enqueuedAt: document.enqueuedAt.getTime(),
    notBefore: document.notBefore.getTime(),
    ...(deadlineAt === undefined ? {} : { deadlineAt: deadlineAt.getTime() }),
    ...(grantedAt === undefined ? {} : { grantedAt: grantedAt.getTime() }),
    ...(signalledAt === undefined ? {} : { signalledAt: signalledAt.getTime() }),
    ...(lastSeenAt === undefined ? {} : { lastSeenAt: lastSeenAt.getTime() }),
  };
}
