import { clientError, invalid } from '../aws-error.js';
import { ecsArn, type Account } from '../account.js';
import { epochSeconds } from '../epoch-seconds.js';
import { pause } from '../pause.js';
import type { Tag } from './cluster-record.js';
import { checkFargateSize } from './fargate-sizes.js';
import type { ContainerDefinition, TaskDefinition } from './task-definition.js';

type Input = Omit<
  TaskDefinition,
  'taskDefinitionArn' | 'revision' | 'status' | 'compatibilities' | 'registeredAt' | 'tags'
>;

const registering = new WeakMap<Account, Set<string>>();

/** RegisterTaskDefinition: a new revision of the family, with the lists in an order of ECS's own. */
export async function registerTaskDefinition(account: Account, input: Input & { tags?: Tag[] }): Promise<unknown> {
  checkDefinition(account, input);
  await oneAtATime(account, input.family);
  const revision = [...account.definitions.values()].filter((one) => one.family === input.family).length + 1;
  const onFargate = input.requiresCompatibilities?.includes('FARGATE') === true;
  const definition: TaskDefinition = {
    ...input,
    taskDefinitionArn: ecsArn(account, `task-definition/${input.family}:${revision}`),
    revision,
    status: 'ACTIVE',
    compatibilities: onFargate || input.networkMode === 'awsvpc' ? ['EC2', 'FARGATE'] : ['EC2'],
    containerDefinitions: input.containerDefinitions.map(withDefaults),
    registeredAt: Date.now(),
    tags: input.tags ?? [],
  };
  account.definitions.set(`${input.family}:${revision}`, definition);
  return { taskDefinition: definitionDocument(definition), tags: definition.tags };
}

/** Two registrations of one family at the same moment: the second is refused, as at AWS. */
async function oneAtATime(account: Account, family: string): Promise<void> {
  const busy = registering.get(account) ?? new Set();
  registering.set(account, busy);
  if (busy.has(family)) {
    throw clientError('Too many concurrent attempts to create a new revision of the specified family.');
  }
  busy.add(family);
  await pause(20);
  busy.delete(family);
}

function checkDefinition(account: Account, input: Input): void {
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(input.family)) throw clientError('Family contains invalid characters.');
  const containers = input.containerDefinitions;
  if (containers.length === 0) throw clientError('Container list cannot be empty.');
  if (JSON.stringify(input).length > 65_536)
    throw clientError('Actual length of the task definition exceeds the max length of 64 KiB.');
  if (new Set(containers.map((one) => one.name)).size < containers.length) {
    throw clientError('Container names within a task definition must be unique.');
  }
  if (containers.every((one) => one.essential === false)) {
    throw clientError('Task definition must contain at least one essential container.');
  }
  const onFargate = input.requiresCompatibilities?.includes('FARGATE') === true;
  if (onFargate) checkForFargate(input);
  for (const container of containers) checkContainer(account, container, input, onFargate);
}

function checkForFargate(input: Input): void {
  if (input.networkMode !== 'awsvpc') throw clientError("Fargate only supports network mode 'awsvpc'.");
  checkFargateSize(input.cpu, input.memory);
  const storage = input.ephemeralStorage?.sizeInGiB;
  if (storage !== undefined && (storage < 21 || storage > 200)) {
    throw clientError('EphemeralStorage size should be between 21 GiB and 200 GiB.');
  }
}

function checkContainer(account: Account, container: ContainerDefinition, input: Input, onFargate: boolean): void {
  if (!container.name || !/^[A-Za-z0-9_-]{1,255}$/.test(container.name))
    throw clientError('Container.name contains invalid characters.');
  if (!container.image) throw clientError('Container.image should not be null or empty.');
  if (
    !onFargate &&
    container.memory === undefined &&
    container.memoryReservation === undefined &&
    input.memory === undefined
  ) {
    throw clientError(
      `Invalid setting for container '${container.name}'. At least one of 'memory' or 'memoryReservation' must be specified.`,
    );
  }
  if (onFargate && container.resourceRequirements?.some((one) => one.type === 'GPU') === true) {
    throw clientError('Tasks using the Fargate launch type do not support GPU resource requirements.');
  }
  if (onFargate && (container.stopTimeout ?? 30) > 120)
    throw clientError('Container.stopTimeout must be at most 120 on Fargate.');
  if (onFargate && (container.secrets?.length ?? 0) > 0 && input.executionRoleArn === undefined) {
    throw clientError('Fargate requires task definition to have execution role ARN to support secrets.');
  }
  const log = container.logConfiguration;
  if (log?.logDriver !== 'awslogs') return;
  if (onFargate && input.executionRoleArn === undefined) {
    throw clientError('Fargate requires task definition to have execution role ARN to support log driver awslogs.');
  }
  for (const option of ['awslogs-group', 'awslogs-region']) {
    if (!log.options?.[option]) throw clientError(`Log driver awslogs requires options: ${option}`);
  }
  if (onFargate && !log.options?.['awslogs-stream-prefix']) {
    throw clientError('Log driver awslogs requires options: awslogs-stream-prefix');
  }
  if (log.options?.['awslogs-region'] !== account.region) {
    throw invalid(`awslogs-region ${log.options?.['awslogs-region'] ?? ''} has no log group of this fake account.`);
  }
}

function withDefaults(container: ContainerDefinition): ContainerDefinition {
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? 1 : -1);
  return {
    cpu: 0,
    essential: true,
    ...container,
    // ECS gives lists back in another order than it got them.
    ...(container.environment && { environment: [...container.environment].sort(byName) }),
    ...(container.secrets && { secrets: [...container.secrets].sort(byName) }),
    ...{ mountPoints: [], volumesFrom: [], portMappings: [], systemControls: [] },
  };
}

/** A task definition as the API shows it. */
export function definitionDocument({ tags: _, registeredAt, ...definition }: TaskDefinition): unknown {
  return {
    ...definition,
    registeredAt: epochSeconds(registeredAt),
    volumes: [],
    placementConstraints: [],
    requiresAttributes: [],
  };
}
