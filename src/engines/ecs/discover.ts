import { DescribeClustersCommand, ListClustersCommand, type Cluster } from '@aws-sdk/client-ecs';
import type { EngineSettings } from '../../../domain/cluster.js';
import type { Discovery, FoundCluster } from '../../../domain/connection.js';
import type { Limits } from '../../../domain/resources.js';
import { Aws } from './aws.js';
import { machinesOf, sumOf } from './cluster-facts.js';
import { checkSettings, type EcsSettings } from './ecs-settings.js';

const AT_ONCE = 100;

/** The ECS clusters of the account in these regions that are not connected yet, each with the settings it could have. */
export async function discoverClusters(known: readonly EcsSettings[], regions: readonly string[]): Promise<Discovery> {
  const found: FoundCluster[] = [];
  const problems: string[] = [];
  for (const region of regions) {
    const neighbours = known.filter((settings) => settings.region === region);
    const aws = new Aws({ region, endpoint: neighbours[0]?.endpoint });
    try {
      for (const cluster of await activeClusters(aws)) {
        if (!neighbours.some((settings) => isSame(settings, cluster)))
          found.push(await proposal(aws, region, cluster, neighbours[0]));
      }
    } catch (error) {
      problems.push(`${region}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      aws.close();
    }
  }
  return { found, problems };
}

async function activeClusters(aws: Aws): Promise<Cluster[]> {
  const list = { quota: 'read', doing: 'list clusters', action: 'ecs:ListClusters' } as const;
  const describe = { quota: 'read', doing: 'look at clusters', action: 'ecs:DescribeClusters' } as const;
  const arns: string[] = [];
  let nextToken: string | undefined;
  do {
    const input = { nextToken };
    const page = await aws.askTo(list, (abortSignal) => aws.ecs.send(new ListClustersCommand(input), { abortSignal }));
    arns.push(...(page.clusterArns ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  const found: Cluster[] = [];
  for (let from = 0; from < arns.length; from += AT_ONCE) {
    const clusters = arns.slice(from, from + AT_ONCE);
    const page = await aws.askTo(describe, (abortSignal) =>
      aws.ecs.send(new DescribeClustersCommand({ clusters }), { abortSignal }),
    );
    found.push(...(page.clusters ?? []));
  }
  return found.filter(({ status }) => status === 'ACTIVE');
}

const isSame = ({ cluster }: EcsSettings, { clusterName, clusterArn }: Cluster): boolean =>
  cluster === clusterName || cluster === clusterArn;

async function proposal(
  aws: Aws,
  region: string,
  { clusterName = '', clusterArn = '', registeredContainerInstancesCount = 0, runningTasksCount = 0 }: Cluster,
  neighbour: EcsSettings | undefined,
): Promise<FoundCluster> {
  const machines = registeredContainerInstancesCount > 0 ? await machinesOf(aws, clusterArn) : [];
  const tasks = runningTasksCount === 1 ? '1 task runs there' : `${runningTasksCount} tasks run there`;
  const where = { kind: 'ecs', cluster: clusterName, region, ...endpointOf(neighbour) } as const;
  const engine: EngineSettings =
    machines.length > 0 ? { ...where, launchType: 'EC2' } : { ...where, ...fargateLike(neighbour) };
  const limits: Limits = machines.length > 0 ? sumOf(machines, 'registeredResources') : {};
  const about =
    machines.length > 0
      ? `${machines.length} machines with ${inWords(limits)}, of which ${inWords(sumOf(machines, 'remainingResources'))} are free`
      : 'Fargate';
  return {
    name: slug(clusterName),
    address: clusterArn,
    description: `${about}; ${tasks}`,
    engine,
    limits,
    missing: checkSettings(engine),
  };
}

const endpointOf = (neighbour: EcsSettings | undefined): { [setting: string]: string } =>
  neighbour?.endpoint === undefined ? {} : { endpoint: neighbour.endpoint };

/** Network and roles belong to the account, not to the cluster: what serves one cluster of a region serves the next. */
function fargateLike(neighbour: EcsSettings | undefined): Omit<EngineSettings, 'kind'> {
  if (neighbour === undefined || neighbour.subnets.length === 0) return {};
  const { subnets, securityGroups, publicIp, executionRole, taskRole } = neighbour;
  return {
    subnets,
    securityGroups,
    publicIp,
    ...(executionRole === undefined ? {} : { executionRole }),
    ...(taskRole === undefined ? {} : { taskRole }),
  };
}

const inWords = ({ cpu = 0, memoryMiB = 0, gpu = 0 }: Limits): string =>
  `${cpu} vCPU and ${memoryMiB} MiB${gpu > 0 ? ` and ${gpu} GPU` : ''}`;

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 63);
