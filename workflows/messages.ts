/**
 * How the API, the worker and the workflows talk to each other. Plain data, imported by all three:
 * renaming anything here breaks workflows that are open in a running installation.
 */
import type { ScheduleId } from '../domain/ids.js';
import type { BackfillOrder } from '../domain/schedule-ports.js';

/** Task queues with slots of their own: long watches must never keep a stop or a grant from being carried out. */
export const taskQueues = {
  control: 'flotilla-control',
  watch: 'flotilla-watch',
  allocate: 'flotilla-allocate',
} as const;

/** Workflow types, as they appear in Temporal's web page. */
export const workflowTypes = {
  run: 'run',
  clusterSemaphore: 'clusterSemaphore',
  cleanup: 'cleanup',
  maintenance: 'maintenance',
  scheduledRun: 'scheduledRun',
  backfill: 'backfill',
} as const;

/** Tells a run that its lease was granted. May arrive twice or late: the generation tells which grant it means. */
export const grantedSignalName = 'granted';
export interface GrantedSignal {
  readonly generation: number;
}

/** Tells a run that somebody wants it to end; who and why stands on the run. */
export const cancelSignalName = 'cancel';

/** Tells the workflow of a schedule's firing that its run has ended. */
export const runEndedSignalName = 'runEnded';

/** What the workflow of a firing starts with. Without a time it is the one that Temporal's scheduler wrote on it. */
export interface ScheduledRunInput {
  readonly schedule: ScheduleId;
  readonly at?: number;
}

/** Nominal times of the past that are to be fired, at most so many at once. */
export interface BackfillInput extends BackfillOrder {
  readonly schedule: ScheduleId;
}

/** Search attributes of a run's workflow; they exist before the first run (`src/embedded`, docs/operations.md). */
export const searchAttributes = {
  job: 'FlotillaJob',
  cluster: 'FlotillaCluster',
  owner: 'FlotillaOwner',
} as const;
