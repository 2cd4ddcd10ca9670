import { readFile } from 'node:fs/promises';
import type { ClusterInput, ClusterView } from '../../domain/contract/clusters.js';
import { dimensions } from '../../domain/resources.js';
import type { Json } from '../../domain/json.js';
import { CommandError, Refused } from './command-error.js';
import { exitCodes } from './exit-codes.js';
import { amount, limitWords, statusText, useText } from './cluster-in-words.js';
import { memoryMiB, numberOf, pairs } from './run-edits.js';
import type { Session } from './session.js';
import { table } from './table.js';

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
  else await session.print(describe(session, cluster));
  return exitCodes.done;
}

function describe(session: Session, cluster: ClusterView): string {
  const { kind, ...settings } = cluster.engine;
  const rows = [
    ['engine', kind],
    ...Object.entries(settings).map(([name, value]) => [
      `  ${name}`,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
    ...dimensions.map((dimension) => [limitWords[dimension], useText(cluster, dimension)]),
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

export interface PutClusterOptions {
  readonly file?: string;
  readonly engine?: string;
  readonly set: readonly string[];
  readonly slots?: string;
  readonly cpu?: string;
  readonly memory?: string;
  readonly gpu?: string;
  readonly description?: string;
}

/** Creates a cluster or changes the named parts of it; `none` takes a limit away. */
export async function putCluster(session: Session, name: string, options: PutClusterOptions): Promise<number> {
  const api = await session.api();
  const body = options.file === undefined ? edited(await known(session, name), options) : await inFile(options.file);
  const cluster = await api.putCluster(name, body);
  if (session.asJson) await session.printJson(cluster);
  else await session.print(describe(session, cluster));
  return exitCodes.done;
}

async function known(session: Session, name: string): Promise<ClusterView | undefined> {
  try {
    return await (await session.api()).cluster(name);
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 404) return undefined;
    throw error;
  }
}

function edited(cluster: ClusterView | undefined, options: PutClusterOptions): ClusterInput {
  const kind = options.engine ?? cluster?.engine.kind;
  if (kind === undefined)
    throw new CommandError('A new cluster needs --engine (process, docker, …) or -f FILE', exitCodes.usage);
  const settings = Object.fromEntries(pairs(options.set, '--set').map(([name, text]) => [name, settingOf(text)]));
  const before = cluster !== undefined && kind === cluster.engine.kind ? cluster.engine : {};
  const limits = { ...cluster?.limits };
  const asked = { slots: options.slots, cpu: options.cpu, memoryMiB: options.memory, gpu: options.gpu };
  for (const dimension of dimensions) {
    const text = asked[dimension];
    if (text === 'none') Reflect.deleteProperty(limits, dimension);
    else if (text !== undefined)
      limits[dimension] = dimension === 'memoryMiB' ? memoryMiB(text) : numberOf(text, `--${dimension}`);
  }
  return {
    description: options.description ?? cluster?.description ?? '',
    // The server knows the kinds, and says which there are.
    engine: { ...before, ...settings, kind: kind as ClusterInput['engine']['kind'] },
    limits,
  };
}

function settingOf(text: string): Json {
  try {
    return JSON.parse(text) as Json; // what JSON.parse answers is JSON
  } catch {
    return text;
  }
}

async function inFile(file: string): Promise<ClusterInput> {
  const { parse } = await import('yaml');
  try {
    return parse(await readFile(file, 'utf8')) as ClusterInput; // the server checks it, and names what is wrong
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${file}: ${why}`, exitCodes.usage, { cause: error });
  }
}

const said = {
  pause: 'is paused: it accepts runs and starts none',
  resume: 'is active',
  drain: 'is draining: it refuses new runs and starts none',
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
