import type { ClusterView } from '../../../domain/contract/clusters.js';
import { dimensions } from '../../../domain/resources.js';
import { amount, statusText, useText } from './cluster-in-words.js';
import { describeCluster } from './describe-cluster.js';
import { exitCodes } from '../exit-codes.js';
import type { Session } from '../session.js';
import { table } from '../output/table.js';

/** Lists clusters: what is in use of their limits, who waits, and whether they can be reached. */
export async function listClusters(session: Session): Promise<number> {
  const list = await (await session.api()).clusters();
  if (session.asJson) await session.printJson(list);
  else if (list.items.length === 0) await session.say('There is no cluster yet; add one with `flotilla clusters put`.');
  else {
    const titles = ['CLUSTER', 'ENGINE', 'STATUS', 'RUNS', 'WAITING', 'SLOTS', 'CPU', 'MEMORY', 'GPU', 'HEALTH'];
    await session.print(
      table(
        titles,
        list.items.map((cluster) => row(session, cluster)),
      ),
    );
  }
  return exitCodes.done;
}

function row(session: Session, cluster: ClusterView): string[] {
  const { health } = cluster;
  const healthText = health === undefined ? '' : health.ok ? 'ok' : session.paint('red', health.message);
  const uses = dimensions.map((dimension) => useText(cluster, dimension));
  return [
    cluster.name,
    cluster.engine.kind,
    statusText(cluster, session.paint),
    String(cluster.held),
    String(cluster.waiting),
    ...uses,
    healthText,
  ];
}

/** Prints one cluster. */
export async function showCluster(session: Session, name: string): Promise<number> {
  const cluster = await (await session.api()).cluster(name);
  if (session.asJson) await session.printJson(cluster);
  else await session.print(describeCluster(session, cluster));
  return exitCodes.done;
}

const said = {
  pause: 'is paused: it accepts runs and starts none',
  resume: 'is active',
  drain: 'is draining: new runs are refused; those accepted are worked off',
};

/** Pauses, resumes or drains a cluster. */
export async function steerCluster(
  session: Session,
  name: string,
  verb: 'pause' | 'resume' | 'drain',
  options: { readonly reason?: string },
): Promise<number> {
  const cluster = await (await session.api()).steerCluster(name, verb, options.reason);
  if (session.asJson) await session.printJson(cluster);
  else await session.say(`${cluster.name} ${said[verb]}. ${amount(cluster)}`);
  return exitCodes.done;
}

/** Takes a cluster away; the server refuses while it is in use. */
export async function removeCluster(session: Session, name: string): Promise<number> {
  await (await session.api()).removeCluster(name);
  if (session.asJson) await session.printJson({ name, removed: true });
  else await session.say(`${name} is removed. Its finished runs stay in the history.`);
  return exitCodes.done;
}
