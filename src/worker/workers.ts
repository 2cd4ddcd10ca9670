import { type NativeConnection, Worker } from '@temporalio/worker';
import { createAllocateActivities } from '../../activities/allocate.js';
import { createControlActivities } from '../../activities/control.js';
import type { ActivityDeps } from '../../activities/deps.js';
import { createFiringActivities, createFiringSteps } from '../../activities/firings.js';
import { createLocalActivities } from '../../activities/local.js';
import { createWatchActivities } from '../../activities/watch.js';
import type { Config } from '../config/config.js';
import { taskQueues } from '../../workflows/messages.js';

/** Small runs: a cached one takes some 60 KB, so many can stay in memory and need no replay. */
const CACHED_WORKFLOWS = 2_000;

/** Three workers in one process, each with slots of its own: watches can never use up those of stops or grants. */
export async function createWorkers(
  connection: NativeConnection,
  deps: ActivityDeps,
  config: Pick<Config, 'temporalNamespace' | 'bundle' | 'watchSlots'>,
): Promise<Worker[]> {
  const shared = { connection, namespace: config.temporalNamespace, shutdownGraceTime: '5s' } as const;
  return Promise.all([
    Worker.create({
      ...shared,
      taskQueue: taskQueues.control,
      workflowBundle: { codePath: config.bundle },
      activities: {
        ...createLocalActivities(deps),
        ...createFiringSteps(deps),
        ...createControlActivities(deps),
        ...createFiringActivities(deps),
      },
      maxCachedWorkflows: CACHED_WORKFLOWS,
      maxConcurrentLocalActivityExecutions: 200,
      maxConcurrentActivityTaskExecutions: 100,
      maxConcurrentActivityTaskPolls: 2,
    }),
    Worker.create({
      ...shared,
      taskQueue: taskQueues.watch,
      activities: createWatchActivities(deps),
      maxConcurrentActivityTaskExecutions: config.watchSlots,
      maxConcurrentActivityTaskPolls: 5,
    }),
    Worker.create({
      ...shared,
      taskQueue: taskQueues.allocate,
      activities: createAllocateActivities(deps),
      maxConcurrentActivityTaskExecutions: 1_000,
      maxConcurrentActivityTaskPolls: 1,
    }),
  ]);
}
