import type { ClusterView } from '../../../domain/contract/clusters.js';
import { dimensionWords } from '../../../domain/amount-words.js';
import { dimensions } from '../../../domain/resources.js';
import { queuePolicyText, statusText, useText } from './cluster-in-words.js';
import type { Session } from '../session.js';
import { table } from '../output/table.js';

/** All that is known of a cluster, as text. */
export function describeCluster(session: Session, cluster: ClusterView): string {
  const { kind, ...settings } = cluster.engine;
  const rows = [
    ['engine', kind],
    ...Object.entries(settings).map(([name, value]) => [
      `  ${name}`,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
    ...dimensions.map((dimension) => [dimensionWords[dimension], useText(cluster, dimension)]),
    ['queue', queuePolicyText(cluster.queue)],
    ['runs', `${String(cluster.held)} hold it, ${String(cluster.waiting)} wait`],
    ['health', cluster.health?.message ?? ''],
    ['description', cluster.description],
  ];
  const title = `${session.paint('bold', cluster.name)}  ${statusText(cluster, session.paint)}\n`;
  return (
    title +
    table(
      ['', ''],
      rows.filter(([, value]) => value !== ''),
    ).trimStart()
  );
}
