import type { DiscoveryView } from '../../../domain/contract/connections.js';
import { CommandError } from '../command-error.js';
import { describeCluster } from './describe-cluster.js';
import { exitCodes } from '../exit-codes.js';
import { settingsFrom } from './put-cluster.js';
import type { Session } from '../session.js';
import { table } from '../output/table.js';

export interface DiscoverOptions {
  readonly region?: string;
  readonly connect?: string;
  readonly set: readonly string[];
}

/** Lists clusters that could be connected, or connects one of them: its queue is there at once. */
export async function discover(session: Session, options: DiscoverOptions): Promise<number> {
  const api = await session.api();
  const discovery = await api.discovered(options.region === undefined ? {} : { region: options.region });
  if (options.connect !== undefined) return connect(session, discovery, options.connect, options.set);
  if (session.asJson) await session.printJson(discovery);
  else await session.print(inWords(discovery));
  return discovery.problems.length === 0 ? exitCodes.done : exitCodes.refused;
}

async function connect(session: Session, { found }: DiscoveryView, name: string, set: readonly string[]) {
  const place = found.find((candidate) => candidate.name === name || candidate.address === name);
  if (place === undefined)
    throw new CommandError(`Nothing called ${name} was found; see \`flotilla clusters discover\`.`, exitCodes.refused);
  const cluster = await (
    await session.api()
  ).createCluster(place.name, {
    description: '',
    engine: { ...place.engine, ...settingsFrom(set) },
    limits: place.limits,
  });
  if (session.asJson) await session.printJson(cluster);
  else await session.print(describeCluster(session, cluster));
  return exitCodes.done;
}

function inWords({ found, problems }: DiscoveryView): string {
  const rows = found.map(({ name, address, description }) => [name, address, description]);
  const list =
    rows.length === 0 ? 'Nothing was found that is not connected already.\n' : table(['NAME', 'ADDRESS', ''], rows);
  const lacking = found.flatMap(({ name, missing }) =>
    missing.map(({ path, message }) => `${name} needs --set ${path}=…: ${message}\n`),
  );
  const next = found.length === 0 ? '' : 'Connect one with `flotilla clusters discover --connect NAME`.\n';
  return [list, ...lacking, ...problems.map((problem) => `${problem}\n`), next].join('');
}
