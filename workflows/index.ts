/** Everything that the worker registers; the names are `workflowTypes` in messages.ts. */
export { run } from './run.js';
export { clusterSemaphore } from './cluster-semaphore.js';
export { cleanup } from './cleanup.js';
export { maintenance } from './maintenance.js';
export { scheduledRun } from './scheduled-run.js';
export { backfill } from './backfill.js';
