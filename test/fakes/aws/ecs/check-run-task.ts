import { clientError, invalid } from '../aws-error.js';
import { checkFargateSize } from './fargate-sizes.js';
import type { Cluster } from './cluster-record.js';
import type { RunTaskInput } from './run-task-input.js';
import type { TaskDefinition } from './task-definition.js';

const longestOverride = 8192;

/** Where the tasks of a request are to run, or the refusal that AWS gives. */
export function checkRunTask(input: RunTaskInput, definition: TaskDefinition | undefined, cluster: Cluster): string {
  if (!definition) throw clientError('TaskDefinition not found.');
  if (definition.status !== 'ACTIVE') throw clientError('TaskDefinition is inactive');
  checkWords(input);
  checkOverrides(input, definition);
  const on = placeOf(input, cluster);
  const onFargate = on !== 'EC2';
  if (onFargate && !definition.compatibilities.includes('FARGATE')) {
    throw invalid('Task definition does not support launch_type FARGATE.');
  }
  checkNetwork(input, definition, onFargate);
  if (onFargate) checkFargateSize(input.overrides?.cpu ?? definition.cpu, input.overrides?.memory ?? definition.memory);
  if (!onFargate && cluster.instances.length === 0) {
    throw invalid('No Container Instances were found in your cluster.');
  }
  return on;
}

function checkWords(input: RunTaskInput): void {
  const count = input.count ?? 1;
  if (count < 1 || count > 10) throw invalid('Count must be between 1 and 10.');
  if (input.clientToken !== undefined && !/^[\x21-\x7e]{1,64}$/.test(input.clientToken)) {
    throw invalid('clientToken must be at most 64 characters in the range of 33 to 126.');
  }
  if (input.startedBy !== undefined && !/^[A-Za-z0-9_/-]{1,128}$/.test(input.startedBy)) {
    throw invalid('startedBy must be at most 128 letters, numbers, hyphens, forward slashes and underscores.');
  }
  if (input.propagateTags === 'SERVICE') throw invalid('SERVICE is not supported for propagateTags by RunTask.');
  const tags = input.tags ?? [];
  if (tags.length > 50) throw invalid('A resource may have at most 50 tags.');
  if (tags.some((tag) => /^aws:/i.test(tag.key))) throw invalid('Tag keys must not start with aws:');
  if (new Set(tags.map((tag) => tag.key)).size < tags.length) throw invalid('Duplicate tag keys found.');
}

function checkOverrides(input: RunTaskInput, definition: TaskDefinition): void {
  if (input.overrides === undefined) return;
  if (JSON.stringify(input.overrides).length > longestOverride) {
    throw invalid(`Container Overrides length must be at most ${longestOverride}`);
  }
  for (const { name } of input.overrides.containerOverrides ?? []) {
    if (name === undefined) throw invalid('Container override must have a container name.');
    if (definition.containerDefinitions.every((one) => one.name !== name)) {
      throw invalid(`Override for container named ${name} is not a container in the TaskDefinition.`);
    }
  }
  const storage = input.overrides.ephemeralStorage?.sizeInGiB;
  if (storage !== undefined && (storage < 20 || storage > 200)) {
    throw invalid('EphemeralStorage size should be between 20 GiB and 200 GiB.');
  }
}

function placeOf(input: RunTaskInput, cluster: Cluster): string {
  const strategy = input.capacityProviderStrategy ?? [];
  if (strategy.length > 0 && input.launchType !== undefined) {
    throw invalid(
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
    );
  }
  for (const { capacityProvider } of strategy) {
    if (!cluster.capacityProviders.includes(capacityProvider)) {
      throw invalid(`The specified capacity provider '${capacityProvider}' is not associated with the cluster.`);
    }
  }
  const chosen =
    strategy[0] ?? (input.launchType === undefined ? cluster.defaultCapacityProviderStrategy[0] : undefined);
  return chosen?.capacityProvider ?? input.launchType ?? 'EC2';
}

function checkNetwork(input: RunTaskInput, definition: TaskDefinition, onFargate: boolean): void {
  const network = input.networkConfiguration?.awsvpcConfiguration;
  if (definition.networkMode !== 'awsvpc') {
    if (network) throw invalid('Network Configuration is not valid for the given networkMode of this task definition.');
    return;
  }
  if (!network) throw invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  if (network.subnets.length === 0) throw invalid('subnets can not be empty.');
  if (network.subnets.length > 16) throw invalid('subnets can have at most 16 items.');
  if ((network.securityGroups?.length ?? 0) > 5) throw invalid('securityGroups can have at most 5 items.');
  const badSubnet = network.subnets.find((id) => !/^subnet-[0-9a-f]{8,17}$/.test(id));
  if (badSubnet !== undefined) throw invalid(`The subnet ID '${badSubnet}' does not exist`);
  const badGroup = network.securityGroups?.find((id) => !/^sg-[0-9a-f]{8,17}$/.test(id));
  if (badGroup !== undefined) throw invalid(`The security group '${badGroup}' does not exist`);
  if (!onFargate && network.assignPublicIp === 'ENABLED') {
    throw invalid('Assign public IP is not supported for this launch type.');
  }
}
