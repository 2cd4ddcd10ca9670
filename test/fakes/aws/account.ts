import type { Budgets } from './budgets.js';
import type { Chaos } from './chaos.js';
import type { Cluster } from './ecs/cluster-record.js';
import type { Task } from './ecs/task.js';
import type { TaskDefinition } from './ecs/task-definition.js';
import type { LogGroup } from './logs/log-records.js';
import type { Setup } from './options.js';
import type { Programs } from './programs/program.js';

export const accountId = '123456789012';

/** Everything one account has in one region. */
export type Account = {
  readonly region: string;
  readonly setup: Setup;
  readonly chaos: Chaos;
  readonly budgets: Budgets;
  readonly programs: () => Promise<Programs>;
  readonly clusters: Map<string, Cluster>;
  /** By `family:revision`. */
  readonly definitions: Map<string, TaskDefinition>;
  readonly tasks: Map<string, Task>;
  readonly logGroups: Map<string, LogGroup>;
};

/** The resource name of something of ECS. */
export function ecsArn(account: Account, resource: string): string {
  return `arn:aws:ecs:${account.region}:${accountId}:${resource}`;
}

/** The last part of a resource name, which is the name itself where no ARN was given. */
export function lastPart(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}
