import type { Account } from './account.js';
import type { CallChaos } from './chaos.js';
import * as clusters from './ecs/clusters.js';
import * as instances from './ecs/container-instances.js';
import { registerTaskDefinition } from './ecs/register-task-definition.js';
import { runTask } from './ecs/run-task.js';
import type { RunTaskInput } from './ecs/run-task-input.js';
import * as tags from './ecs/tags.js';
import * as definitions from './ecs/task-definitions.js';
import * as tasks from './ecs/tasks.js';
import { getLogEvents } from './logs/get-log-events.js';
import * as logs from './logs/log-calls.js';
import { ecsShapes } from './model/ecs-shapes.js';
import { logsShapes } from './model/logs-shapes.js';
import type { Shape } from './model/shape.js';

type Operation = (account: Account, input: never, chaos?: CallChaos) => unknown;

export type Service = {
  readonly name: 'ecs' | 'logs';
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly operations: Readonly<Record<string, Operation>>;
};

/** The services by the prefix of their `X-Amz-Target`. Each input has been checked against the service's model. */
export const services: Readonly<Record<string, Service>> = {
  AmazonEC2ContainerServiceV20141113: {
    name: 'ecs',
    shapes: ecsShapes,
    operations: {
      CreateCluster: clusters.createCluster,
      DeleteCluster: clusters.deleteCluster,
      DescribeClusters: clusters.describeClusters,
      ListClusters: clusters.listClusters,
      PutClusterCapacityProviders: clusters.putClusterCapacityProviders,
      DescribeCapacityProviders: clusters.describeCapacityProviders,
      ListContainerInstances: instances.listContainerInstances,
      DescribeContainerInstances: instances.describeContainerInstances,
      RegisterTaskDefinition: registerTaskDefinition,
      DeregisterTaskDefinition: definitions.deregisterTaskDefinition,
      DescribeTaskDefinition: definitions.describeTaskDefinition,
      ListTaskDefinitions: definitions.listTaskDefinitions,
      RunTask: (account, input: RunTaskInput, chaos) => runTask(account, input, chaos?.effect),
      StopTask: tasks.stopTask,
      DescribeTasks: tasks.describeTasks,
      ListTasks: tasks.listTasks,
      TagResource: tags.tagResource,
      UntagResource: tags.untagResource,
      ListTagsForResource: tags.listTagsForResource,
    },
  },
  Logs_20140328: {
    name: 'logs',
    shapes: logsShapes,
    operations: {
      CreateLogGroup: logs.createLogGroup,
      DeleteLogGroup: logs.deleteLogGroup,
      DescribeLogGroups: logs.describeLogGroups,
      PutRetentionPolicy: logs.putRetentionPolicy,
      CreateLogStream: logs.createLogStream,
      DescribeLogStreams: logs.describeLogStreams,
      PutLogEvents: logs.putLogEvents,
      GetLogEvents: getLogEvents,
      FilterLogEvents: logs.filterLogEvents,
    },
  },
};
