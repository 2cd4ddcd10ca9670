import { invalid } from '../aws-error.js';
import { ecsArn, lastPart, type Account } from '../account.js';
import { epochSeconds } from '../epoch-seconds.js';
import { page } from '../page.js';
import { clusterOf } from './cluster.js';
import type { Instance } from './cluster-record.js';
import type { Need } from './need.js';
import type { Task } from './task.js';

export function listContainerInstances(
  account: Account,
  input: { cluster?: string; nextToken?: string; maxResults?: number },
): unknown {
  const arns = clusterOf(account, input.cluster).instances.map((one) => one.arn);
  const { items, next } = page(arns, input.nextToken, input.maxResults ?? 100);
  return { containerInstanceArns: items, nextToken: next };
}

export function describeContainerInstances(
  account: Account,
  input: { cluster?: string; containerInstances: string[] },
): unknown {
  const cluster = clusterOf(account, input.cluster);
  if (input.containerInstances.length === 0) throw invalid('Container instance cannot be empty.');
  if (input.containerInstances.length > 100) throw invalid('Container instances cannot exceed 100 elements.');
  const ids = input.containerInstances.map(lastPart);
  const found = ids.map((id) => cluster.instances.find((one) => lastPart(one.arn) === id));
  return {
    containerInstances: found.flatMap((one) => (one ? [instanceDocument(account, one)] : [])),
    failures: ids.flatMap((id, n) =>
      found[n] ? [] : [{ arn: ecsArn(account, `container-instance/${cluster.name}/${id}`), reason: 'MISSING' }],
    ),
  };
}

/** What is left of a machine beside the tasks that live on it. */
export function remaining(account: Account, instance: Instance): Need {
  const there = tasksOn(account, instance);
  const sum = (of: (need: Need) => number) => there.reduce((total, task) => total + of(task.launch.need), 0);
  return {
    cpu: instance.cpu - sum((need) => need.cpu),
    memory: instance.memory - sum((need) => need.memory),
    gpu: instance.gpu - sum((need) => need.gpu),
  };
}

function tasksOn(account: Account, instance: Instance): Task[] {
  return [...account.tasks.values()].filter((task) => task.launch.instance === instance && task.status !== 'STOPPED');
}

function instanceDocument(account: Account, instance: Instance): unknown {
  return {
    containerInstanceArn: instance.arn,
    ec2InstanceId: instance.ec2Id,
    version: 1,
    versionInfo: { agentVersion: '1.97.1', dockerVersion: 'DockerVersion: 25.0.8' },
    remainingResources: resources(remaining(account, instance)),
    registeredResources: resources(instance),
    status: 'ACTIVE',
    agentConnected: true,
    runningTasksCount: tasksOn(account, instance).filter((task) => task.status === 'RUNNING').length,
    pendingTasksCount: tasksOn(account, instance).filter((task) => task.status === 'PENDING').length,
    attributes: [],
    registeredAt: epochSeconds(instance.at),
    attachments: [],
    tags: [],
  };
}

function resources(need: Need): unknown[] {
  const number = (name: string, integerValue: number) => ({
    name,
    type: 'INTEGER',
    doubleValue: 0,
    longValue: 0,
    integerValue,
  });
  const gpus = Array.from({ length: need.gpu }, (_, n) => `GPU-${n}`);
  return [
    number('CPU', need.cpu),
    number('MEMORY', need.memory),
    { name: 'PORTS', type: 'STRINGSET', doubleValue: 0, longValue: 0, integerValue: 0, stringSetValue: ['22', '2375'] },
    { name: 'GPU', type: 'STRINGSET', doubleValue: 0, longValue: 0, integerValue: 0, stringSetValue: gpus },
  ];
}
