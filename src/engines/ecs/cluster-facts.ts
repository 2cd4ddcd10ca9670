import {
  DescribeClustersCommand,
  DescribeContainerInstancesCommand,
  ListContainerInstancesCommand,
  type Cluster,
  type ContainerInstance,
  type Resource,
} from '@aws-sdk/client-ecs';
import { Failure } from '../../../domain/failures.js';
import type { Limits } from '../../../domain/resources.js';
import type { Aws } from './aws.js';
import { runsOnFargate, type EcsSettings } from './ecs-settings.js';
import { LARGEST_FARGATE } from './fargate-sizes.js';

/** The cluster as ECS shows it; throws a Failure that says what is wrong with it. */
export async function activeCluster(aws: Aws, { cluster, region }: EcsSettings): Promise<Cluster> {
  const call = { quota: 'read', doing: 'look at the cluster', action: 'ecs:DescribeClusters' } as const;
  const { clusters = [] } = await aws.askTo(call, (abortSignal) =>
    aws.ecs.send(new DescribeClustersCommand({ clusters: [cluster] }), { abortSignal }),
  );
  const [found] = clusters;
  if (found === undefined) {
    throw new Failure(
      'engine-error',
      `There is no ECS cluster "${cluster}" in ${region}; is it another region or account?`,
    );
  }
  if (found.status !== 'ACTIVE') {
    const status = found.status ?? 'in no known state';
    throw new Failure('engine-error', `The ECS cluster "${cluster}" is ${status}: it was deleted, or is not ready.`);
  }
  return found;
}

/** The largest task that fits: Fargate's largest, or that of the largest machine. Unlimited where ECS may add machines. */
export async function largestTask(aws: Aws, settings: EcsSettings): Promise<Limits> {
  if (runsOnFargate(settings)) return LARGEST_FARGATE;
  if (settings.capacityProviders !== undefined) return {};
  const machines = await machinesOf(aws, settings.cluster);
  if (machines.length === 0) return {};
  const each = machines.map((machine) => sizeOf(machine.registeredResources));
  const largest = (pick: (size: Size) => number) => Math.max(...each.map(pick));
  return {
    cpu: largest(({ cpu }) => cpu),
    memoryMiB: largest((size) => size.memoryMiB),
    gpu: largest(({ gpu }) => gpu),
  };
}

/** What they have together, or what is free of it. */
export function sumOf(
  machines: readonly ContainerInstance[],
  which: 'registeredResources' | 'remainingResources',
): Size {
  const each = machines.map((machine) => sizeOf(machine[which]));
  const sum = (pick: (size: Size) => number) => each.reduce((total, size) => total + pick(size), 0);
  return { cpu: sum(({ cpu }) => cpu), memoryMiB: sum((size) => size.memoryMiB), gpu: sum(({ gpu }) => gpu) };
}

/** The machines that are registered in the cluster. */
export async function machinesOf(aws: Aws, cluster: string): Promise<ContainerInstance[]> {
  const list = { quota: 'read', doing: 'list machines', action: 'ecs:ListContainerInstances' } as const;
  const describe = { quota: 'read', doing: 'look at machines', action: 'ecs:DescribeContainerInstances' } as const;
  const found: ContainerInstance[] = [];
  let nextToken: string | undefined;
  do {
    const input = { cluster, nextToken };
    const page = await aws.askTo(list, (abortSignal) =>
      aws.ecs.send(new ListContainerInstancesCommand(input), { abortSignal }),
    );
    const containerInstances = page.containerInstanceArns ?? [];
    if (containerInstances.length > 0) {
      const described = await aws.askTo(describe, (abortSignal) =>
        aws.ecs.send(new DescribeContainerInstancesCommand({ cluster, containerInstances }), { abortSignal }),
      );
      found.push(...(described.containerInstances ?? []));
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}

type Size = { readonly cpu: number; readonly memoryMiB: number; readonly gpu: number };

/** GPUs are a set of names (beside it ECS says 0), everything else is a number. */
function sizeOf(resources: readonly Resource[] = []): Size {
  const amount = (name: string) => {
    const resource = resources.find((candidate) => candidate.name === name);
    return resource?.type === 'STRINGSET' ? (resource.stringSetValue?.length ?? 0) : (resource?.integerValue ?? 0);
  };
  return { cpu: amount('CPU') / 1024, memoryMiB: amount('MEMORY'), gpu: amount('GPU') };
}
