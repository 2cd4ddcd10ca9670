import type { Lease } from './lease.js';
import { queueDeadline, type Run } from './run.js';

/** The lease of a run that has not been granted anything yet. */
export const waitingLease = (run: Run): Lease => ({
  runId: run.id,
  cluster: run.snapshot.cluster,
  name: run.snapshot.name,
  job: run.snapshot.job === undefined ? undefined : { id: run.snapshot.job.id, concurrency: run.snapshot.concurrency },
  need: { slots: 1, ...run.snapshot.resources },
  priority: run.priority,
  owner: run.owner,
  group: run.group,
  enqueuedAt: run.createdAt,
  notBefore: 0,
  deadlineAt: queueDeadline(run),
  state: 'queued',
  holding: false,
  generation: 0,
});
