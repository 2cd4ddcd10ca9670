import { clientError, invalid } from '../aws-error.js';
import { ecsArn, lastPart, type Account } from '../account.js';
import { page } from '../page.js';
import { addCluster, clusterOf, findCluster } from './cluster.js';
import type { CapacityProviderStrategyItem, Cluster, Tag } from './cluster-record.js';

export function createCluster(account: Account, input: { clusterName?: string; tags?: Tag[] }): unknown {
  const name = input.clusterName ?? 'default';
  if (!/^[A-Za-z][A-Za-z0-9_-]{0,254}$/.test(name)) throw invalid('Cluster name contains invalid characters.');
  const there = account.clusters.get(name);
  const cluster = there?.status === 'ACTIVE' ? there : addCluster(account, { name });
  cluster.tags = input.tags ?? cluster.tags;
  return { cluster: clusterDocument(account, cluster, ['TAGS']) };
}

export function deleteCluster(account: Account, input: { cluster: string }): unknown {
  const cluster = clusterOf(account, input.cluster);
  if (tasksIn(account, cluster).some((task) => task.status !== 'STOPPED')) {
    throw clientError('The Cluster cannot be deleted while Tasks are active.');
  }
  cluster.status = 'INACTIVE';
  return { cluster: clusterDocument(account, cluster, []) };
}

export function describeClusters(account: Account, input: { clusters?: string[]; include?: string[] }): unknown {
  const names = input.clusters ?? ['default'];
  if (names.length > 100) throw invalid('Clusters cannot exceed 100 elements.');
  const found = names.map((name) => findCluster(account, name));
  return {
    clusters: found.flatMap((one) => (one ? [clusterDocument(account, one, input.include ?? [])] : [])),
    failures: names.flatMap((name, n) =>
      found[n] ? [] : [{ arn: ecsArn(account, `cluster/${lastPart(name)}`), reason: 'MISSING' }],
    ),
  };
}

export function listClusters(account: Account, input: { nextToken?: string; maxResults?: number }): unknown {
  const arns = [...account.clusters.values()].filter((one) => one.status === 'ACTIVE').map((one) => one.arn);
  const { items, next } = page(arns, input.nextToken, input.maxResults ?? 100);
  return { clusterArns: items, nextToken: next };
}

type ProvidersInput = {
  cluster: string;
  capacityProviders: string[];
  defaultCapacityProviderStrategy: CapacityProviderStrategyItem[];
};

export function putClusterCapacityProviders(account: Account, input: ProvidersInput): unknown {
  const cluster = clusterOf(account, input.cluster);
  cluster.capacityProviders = input.capacityProviders;
  cluster.defaultCapacityProviderStrategy = input.defaultCapacityProviderStrategy;
  return { cluster: clusterDocument(account, cluster, []) };
}

export function describeCapacityProviders(account: Account, input: { capacityProviders?: string[] }): unknown {
  const known = ['FARGATE', 'FARGATE_SPOT'];
  const names = (input.capacityProviders ?? known).map(lastPart);
  return {
    capacityProviders: names
      .filter((name) => known.includes(name))
      .map((name) => ({ capacityProviderArn: ecsArn(account, `capacity-provider/${name}`), name, status: 'ACTIVE' })),
    failures: names
      .filter((name) => !known.includes(name))
      .map((name) => ({ arn: ecsArn(account, `capacity-provider/${name}`), reason: 'MISSING' })),
  };
}

function tasksIn(account: Account, cluster: Cluster) {
  return [...account.tasks.values()].filter((task) => task.launch.cluster === cluster);
}

function clusterDocument(account: Account, cluster: Cluster, include: readonly string[]): unknown {
  const statuses = tasksIn(account, cluster).map((task) => task.status);
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: cluster.status,
    registeredContainerInstancesCount: cluster.instances.length,
    runningTasksCount: statuses.filter((status) => status === 'RUNNING').length,
    pendingTasksCount: statuses.filter((status) => status === 'PROVISIONING' || status === 'PENDING').length,
    activeServicesCount: 0,
    capacityProviders: cluster.capacityProviders,
    defaultCapacityProviderStrategy: cluster.defaultCapacityProviderStrategy,
    statistics: [],
    tags: include.includes('TAGS') ? cluster.tags : [],
    settings: include.includes('SETTINGS') ? cluster.settings : [],
  };
}
