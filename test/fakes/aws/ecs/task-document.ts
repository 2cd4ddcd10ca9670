import { accountId, type Account } from '../account.js';
import { epochSeconds } from '../epoch-seconds.js';
import type { FakeContainer } from './fake-container.js';
import type { Task } from './task.js';

/** A task as the API shows it. */
export function taskDocument(task: Task, include: readonly string[]): unknown {
  const { region, launch, times, ended } = task;
  const { definition, input } = launch;
  const onFargate = launch.on !== 'EC2';
  const byProvider = launch.on.startsWith('FARGATE') && input.launchType === undefined;
  return {
    taskArn: task.arn,
    clusterArn: task.launch.cluster.arn,
    taskDefinitionArn: definition.taskDefinitionArn,
    ...(task.launch.instance && { containerInstanceArn: task.launch.instance.arn }),
    overrides: { containerOverrides: [], inferenceAcceleratorOverrides: [], ...input.overrides },
    lastStatus: task.status,
    desiredStatus: task.desired,
    cpu: input.overrides?.cpu ?? definition.cpu,
    memory: input.overrides?.memory ?? definition.memory,
    containers: containersOf(task),
    startedBy: input.startedBy,
    version: task.version,
    stopCode: ended?.stopCode,
    stoppedReason: ended?.stoppedReason,
    connectivity: times.pullStartedAt === undefined ? undefined : 'CONNECTED',
    connectivityAt: epochSeconds(times.pullStartedAt),
    createdAt: epochSeconds(times.createdAt),
    pullStartedAt: epochSeconds(times.pullStartedAt),
    pullStoppedAt: epochSeconds(times.pullStoppedAt),
    startedAt: epochSeconds(times.startedAt),
    stoppingAt: epochSeconds(times.stoppingAt),
    executionStoppedAt: epochSeconds(times.executionStoppedAt),
    stoppedAt: epochSeconds(times.stoppedAt),
    group: input.group ?? `family:${definition.family}`,
    launchType: onFargate ? 'FARGATE' : 'EC2',
    ...(byProvider && { capacityProviderName: launch.on }),
    ...(onFargate && { platformVersion: '1.4.0', platformFamily: 'Linux' }),
    ...(onFargate && {
      ephemeralStorage: input.overrides?.ephemeralStorage ?? definition.ephemeralStorage ?? { sizeInGiB: 20 },
    }),
    attachments: definition.networkMode === 'awsvpc' ? [networkInterface(task)] : [],
    attributes: [
      {
        name: 'ecs.cpu-architecture',
        value: definition.runtimePlatform?.cpuArchitecture === 'ARM64' ? 'arm64' : 'x86_64',
      },
    ],
    availabilityZone: `${region}a`,
    enableExecuteCommand: input.enableExecuteCommand ?? false,
    tags: include.includes('TAGS') ? task.tags : [],
  };
}

function containersOf(task: Task): unknown[] {
  const { emptyContainersMs = 0, start } = task.rule;
  if (start === 'no-capacity' || Date.now() < task.times.createdAt + emptyContainersMs) return [];
  return task.containers.map((one) => containerDocument(task, one));
}

function containerDocument(task: Task, container: FakeContainer): unknown {
  const { definition } = container;
  return {
    containerArn: `arn:aws:ecs:${task.region}:${accountId}:container/${task.launch.cluster.name}/${task.id}/${container.runtimeId}`,
    taskArn: task.arn,
    name: definition.name,
    image: definition.image,
    imageDigest: container.imageDigest,
    runtimeId: task.times.pullStoppedAt === undefined ? undefined : `${task.id}-${container.runtimeId.slice(0, 10)}`,
    lastStatus: task.status === 'STOPPED' ? 'STOPPED' : container.status,
    exitCode: container.exitCode,
    reason: container.reason,
    networkBindings: [],
    networkInterfaces: [],
    healthStatus: 'UNKNOWN',
    cpu: String(definition.cpu ?? 0),
    ...(definition.memory !== undefined && { memory: String(definition.memory) }),
  };
}

function networkInterface(task: Task): unknown {
  const subnet = task.launch.input.networkConfiguration?.awsvpcConfiguration?.subnets[0] ?? '';
  const status = task.status === 'PROVISIONING' ? 'PRECREATED' : task.status === 'STOPPED' ? 'DELETED' : 'ATTACHED';
  return {
    id: `${task.id.slice(0, 8)}-eni`,
    type: 'ElasticNetworkInterface',
    status,
    details: [
      { name: 'subnetId', value: subnet },
      { name: 'networkInterfaceId', value: `eni-0${task.id.slice(0, 16)}` },
      { name: 'privateIPv4Address', value: '10.0.0.17' },
    ],
  };
}

/** Whether DescribeTasks and ListTasks show the task at this moment. */
export function isVisible(account: Account, task: Task): boolean {
  const now = Date.now();
  const { createdAt, stoppedAt } = task.times;
  if (now < createdAt + (task.rule.hiddenMs ?? 0)) return false;
  return !task.isForgotten && (stoppedAt === undefined || now < stoppedAt + account.setup.keepStoppedMs);
}
