import { invalid } from '../aws-error.js';
import { ecsArn, lastPart, type Account } from '../account.js';
import { matches, type CallChaos } from '../chaos.js';
import { page } from '../page.js';
import { clusterOf } from './cluster.js';
import type { Cluster } from './cluster-record.js';
import type { Task } from './task.js';
import { isVisible, taskDocument } from './task-document.js';

type DescribeInput = { cluster?: string; tasks: string[]; include?: string[] };

export function describeTasks(account: Account, input: DescribeInput, chaos?: CallChaos): unknown {
  const cluster = clusterOf(account, input.cluster);
  if (input.tasks.length === 0) throw invalid('Tasks cannot be empty.');
  if (input.tasks.length > 100) throw invalid('Tasks cannot exceed 100 elements.');
  const isHidden = (task: Task) => chaos?.effect.kind === 'missing' && matches(chaos.match, task.subject);
  const found = input.tasks.map((name) => {
    const task = findTask(account, cluster, name);
    return task && isVisible(account, task) && !isHidden(task) ? task : undefined;
  });
  return {
    tasks: found.flatMap((task) => (task ? [taskDocument(task, input.include ?? [])] : [])),
    failures: input.tasks.flatMap((name, n) =>
      found[n] ? [] : [{ arn: ecsArn(account, `task/${cluster.name}/${lastPart(name)}`), reason: 'MISSING' }],
    ),
  };
}

type ListInput = {
  cluster?: string;
  containerInstance?: string;
  family?: string;
  startedBy?: string;
  serviceName?: string;
  launchType?: string;
  desiredStatus?: string;
  maxResults?: number;
  nextToken?: string;
};

export function listTasks(account: Account, input: ListInput): unknown {
  const cluster = clusterOf(account, input.cluster);
  const others = [input.containerInstance, input.family, input.serviceName, input.launchType];
  if (input.startedBy !== undefined && others.some((one) => one !== undefined)) {
    throw invalid('When you specify startedBy as the filter, it must be the only filter that you use.');
  }
  if ((input.maxResults ?? 100) > 100 || (input.maxResults ?? 1) < 1)
    throw invalid('maxResults must be between 1 and 100.');
  const arns = [...account.tasks.values()]
    .filter((task) => task.launch.cluster === cluster && isVisible(account, task))
    .filter((task) => task.desired === (input.desiredStatus ?? 'RUNNING'))
    .filter((task) => input.startedBy === undefined || task.launch.input.startedBy === input.startedBy)
    .filter((task) => input.family === undefined || task.launch.definition.family === input.family)
    .filter((task) => input.launchType === undefined || (task.launch.on === 'EC2') === (input.launchType === 'EC2'))
    .filter(
      (task) =>
        input.containerInstance === undefined ||
        lastPart(task.launch.instance?.arn ?? '') === lastPart(input.containerInstance),
    )
    .filter(() => input.serviceName === undefined)
    .map((task) => task.arn);
  const { items, next } = page(arns, input.nextToken, input.maxResults ?? 100);
  return { taskArns: items, nextToken: next };
}

type StopInput = { cluster?: string; task: string; reason?: string };

export function stopTask(account: Account, input: StopInput): unknown {
  const cluster = clusterOf(account, input.cluster);
  const task = findTask(account, cluster, input.task);
  if (!task || !isVisible(account, task)) throw invalid('The referenced task was not found.');
  if ((input.reason?.length ?? 0) > 1024) throw invalid('reason must be at most 1024 characters.');
  task.end({ stopCode: 'UserInitiated', stoppedReason: input.reason ?? 'Task stopped by user' });
  // AWS takes a task's tags away when it is stopped.
  task.tags = [];
  return { task: taskDocument(task, []) };
}

/** The task of that id or ARN in the cluster; refuses what cannot be one. */
export function findTask(account: Account, cluster: Cluster, name: string): Task | undefined {
  const id = lastPart(name);
  if (!/^[0-9a-f-]{32}$|^[0-9a-f-]{36}$/.test(id)) throw invalid('taskId length should be one of [32,36]');
  const isArn = name.startsWith('arn:');
  if (isArn && !name.includes(`:task/${cluster.name}/`))
    throw invalid('Invalid identifier: Identifier is for another cluster.');
  return account.tasks.get(ecsArn(account, `task/${cluster.name}/${id}`));
}
