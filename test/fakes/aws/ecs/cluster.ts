import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error.js';
import { ecsArn, lastPart, type Account } from '../account.js';
import type { ClusterSetup } from '../options.js';
import type { Cluster } from './cluster-record.js';

/** Puts a cluster into the account, as if it had been there for long. */
export function addCluster(account: Account, setup: ClusterSetup): Cluster {
  const { name } = setup;
  const cluster: Cluster = {
    arn: ecsArn(account, `cluster/${name}`),
    name,
    status: setup.status ?? 'ACTIVE',
    instances: (setup.instances ?? []).map((size) => ({
      arn: ecsArn(account, `container-instance/${name}/${randomUUID().replaceAll('-', '')}`),
      ec2Id: `i-0${randomUUID().replaceAll('-', '').slice(0, 16)}`,
      cpu: size.cpu,
      memory: size.memory,
      gpu: size.gpu ?? 0,
      at: Date.now(),
    })),
    capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
    defaultCapacityProviderStrategy: [],
    tags: [],
    settings: [{ name: 'containerInsights', value: 'disabled' }],
    launches: new Map(),
  };
  account.clusters.set(name, cluster);
  return cluster;
}

/** The cluster of that name or ARN, `default` when none is named; refuses one that is not there or was deleted. */
export function clusterOf(account: Account, nameOrArn: string | undefined): Cluster {
  const cluster = findCluster(account, nameOrArn ?? 'default');
  if (!cluster) throw new AwsError('ClusterNotFoundException', 'Cluster not found.');
  if (cluster.status === 'INACTIVE') {
    throw new AwsError('ClusterNotFoundException', 'The referenced cluster was inactive.');
  }
  return cluster;
}

/** The cluster of that name or ARN, whatever its status. */
export function findCluster(account: Account, nameOrArn: string): Cluster | undefined {
  const cluster = account.clusters.get(lastPart(nameOrArn));
  return nameOrArn.startsWith('arn:') && cluster?.arn !== nameOrArn ? undefined : cluster;
}
