import { AwsError } from '../aws-error.js';
import type { Account } from '../account.js';
import { fargateLaunches } from '../budgets.js';
import type { CallEffect } from '../chaos-plan.js';
import { checkRunTask } from './check-run-task.js';
import { clusterOf } from './cluster.js';
import type { Cluster, Instance } from './cluster-record.js';
import { remaining } from './container-instances.js';
import { FakeTask } from './fake-task.js';
import { cpuUnits, memoryMib } from './fargate-sizes.js';
import type { Need } from './need.js';
import type { RunTaskInput } from './run-task-input.js';
import type { Task } from './task.js';
import { taskDocument } from './task-document.js';
import type { TaskDefinition } from './task-definition.js';
import { definitionOf } from './task-definitions.js';

type Failure = { arn?: string; reason: string; detail?: string };

/** RunTask: starts the tasks, or gives back those that the same client token started before. */
export function runTask(account: Account, input: RunTaskInput, effect?: CallEffect): unknown {
  const cluster = clusterOf(account, input.cluster);
  const before = earlierLaunch(account, cluster, input);
  if (before) return { tasks: before.map((task) => taskDocument(task, [])), failures: [] };
  const definition = definitionOf(account, input.taskDefinition);
  const on = checkRunTask(input, definition, cluster);
  if (!definition) return undefined;
  if (effect?.kind === 'refuse') return refused({ reason: effect.reason, detail: effect.detail });
  const count = input.count ?? 1;
  if (on !== 'EC2') takeFargateBudget(account, count);
  const tasks: Task[] = [];
  const failures: Failure[] = [];
  for (let n = 0; n < count; n += 1) {
    const place = on === 'EC2' ? findRoom(account, cluster, needOf(input, definition)) : { instance: undefined };
    if (Array.isArray(place)) failures.push(...place);
    else
      tasks.push(
        new FakeTask(account, {
          cluster,
          definition,
          input,
          on,
          instance: place.instance,
          need: needOf(input, definition),
        }),
      );
    const task = tasks.at(-1);
    if (task) account.tasks.set(task.arn, task);
  }
  if (input.clientToken !== undefined && tasks.length > 0) {
    cluster.launches.set(input.clientToken, { request: canonical(input), taskArns: tasks.map((task) => task.arn) });
  }
  const documents = tasks.map((task) => taskDocument(task, ['TAGS']));
  for (const task of tasks) task.begin();
  return { tasks: documents, failures };
}

/** The tasks that this token started; a request that differs is a conflict that names them. */
function earlierLaunch(account: Account, cluster: Cluster, input: RunTaskInput): Task[] | undefined {
  const launch = input.clientToken === undefined ? undefined : cluster.launches.get(input.clientToken);
  if (!launch) return undefined;
  if (launch.request !== canonical(input)) {
    throw new AwsError(
      'ConflictException',
      'The RunTask request could not be processed due to conflicts. The provided clientToken is already in use with a different RunTask request.',
      { resourceIds: launch.taskArns },
    );
  }
  return launch.taskArns.flatMap((arn) => account.tasks.get(arn) ?? []);
}

function takeFargateBudget(account: Account, count: number): void {
  for (let n = 0; n < count; n += 1) {
    const enough = account.budgets.take(fargateLaunches);
    if (!enough && account.setup.budgets === 'aws') throw new AwsError('ThrottlingException', 'Rate exceeded');
  }
}

function refused(failure: Failure): unknown {
  return { tasks: [], failures: [failure] };
}

/** A machine with room, or why each of them has none. */
function findRoom(account: Account, cluster: Cluster, need: Need): { instance: Instance } | Failure[] {
  const failures: Failure[] = [];
  for (const instance of cluster.instances) {
    const free = remaining(account, instance);
    if (need.cpu > free.cpu) failures.push({ arn: instance.arn, reason: 'RESOURCE:CPU' });
    else if (need.memory > free.memory) failures.push({ arn: instance.arn, reason: 'RESOURCE:MEMORY' });
    else if (need.gpu > free.gpu) failures.push({ arn: instance.arn, reason: 'RESOURCE:GPU' });
    else return { instance };
  }
  return failures;
}

function needOf(input: RunTaskInput, definition: TaskDefinition): Need {
  const cpu = input.overrides?.cpu ?? definition.cpu;
  const memory = input.overrides?.memory ?? definition.memory;
  const containers = definition.containerDefinitions.map((one) => ({
    ...one,
    ...input.overrides?.containerOverrides?.find((override) => override.name === one.name),
  }));
  const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
  const gpus = containers.flatMap((one) => one.resourceRequirements ?? []).filter((one) => one.type === 'GPU');
  return {
    cpu: cpu === undefined ? sum(containers.map((one) => one.cpu ?? 0)) : cpuUnits(cpu),
    memory:
      memory === undefined ? sum(containers.map((one) => one.memoryReservation ?? one.memory ?? 0)) : memoryMib(memory),
    gpu: sum(gpus.map((one) => Number(one.value))),
  };
}

/** The request as a text that is the same whatever the order of its keys. */
function canonical(input: RunTaskInput): string {
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([key, inner]) => [key, sorted(inner)]),
          )
        : value;
  return JSON.stringify(sorted(input));
}
