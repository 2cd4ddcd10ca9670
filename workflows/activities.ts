import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { AllocateActivities } from '../activities/allocate.js';
import type { ControlActivities } from '../activities/control.js';
import type { FiringActivities, FiringSteps } from '../activities/firings.js';
import type { LocalActivities } from '../activities/local.js';
import type { WatchActivities } from '../activities/watch.js';
import { taskQueues } from './messages.js';

/** Nothing here gives up: what an activity throws is a fault of the world, and the world is asked again. */
const retry = { initialInterval: '250ms', backoffCoefficient: 2, maximumInterval: '10s' } as const;

/** Short steps, hardly more than a write to the store; they cost no round trip over a task queue. */
export const local = proxyLocalActivities<LocalActivities & FiringSteps>({
  startToCloseTimeout: '20s',
  localRetryThreshold: '30s',
  retry: { ...retry, maximumInterval: '5s' },
});

/** What may not wait behind the runs (stops, sweeps, ends of firings): slots of their own, so that it always gets through. */
export const control = proxyActivities<ControlActivities & FiringActivities>({
  taskQueue: taskQueues.control,
  startToCloseTimeout: '5m',
  heartbeatTimeout: '60s',
  retry,
});

/** As long as a container lives. The heartbeat time-out is how long a dead worker goes unnoticed. */
export const watching = proxyActivities<WatchActivities>({
  taskQueue: taskQueues.watch,
  startToCloseTimeout: '400 days',
  heartbeatTimeout: '15s',
  retry,
});

/** One long activity per cluster. */
export const allocating = proxyActivities<AllocateActivities>({
  taskQueue: taskQueues.allocate,
  startToCloseTimeout: '2h',
  heartbeatTimeout: '10s',
  retry: { ...retry, maximumInterval: '2s' },
});
