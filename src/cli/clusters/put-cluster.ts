import { readFile } from 'node:fs/promises';
import { bounds } from '../../../domain/bounds.js';
import type { ClusterInput, ClusterView } from '../../../domain/contract/clusters.js';
import type { Json } from '../../../domain/json.js';
import { defaultQueuePolicy, type QueuePolicy } from '../../../domain/queue-policy.js';
import { type Dimension, dimensions } from '../../../domain/resources.js';
import { CommandError, Refused } from '../command-error.js';
import { describeCluster } from './describe-cluster.js';
import { exitCodes } from '../exit-codes.js';
import { memoryMiB, numberOf, pairs, wholeNumber } from '../option-values.js';
import type { Session } from '../session.js';

export interface PutClusterOptions {
  readonly file?: string;
  readonly engine?: string;
  readonly set: readonly string[];
  readonly slots?: string;
  readonly cpu?: string;
  readonly memory?: string;
  readonly gpu?: string;
  readonly fromMachines?: boolean;
  readonly description?: string;
  readonly fairShare?: string;
  readonly weight: readonly string[];
  readonly aging?: string;
  readonly reservation?: string;
}

/** Creates a cluster or changes the named parts of it; `none` takes a limit away. */
export async function putCluster(session: Session, name: string, options: PutClusterOptions): Promise<number> {
  const api = await session.api();
  const body = options.file === undefined ? await asAsked(session, name, options) : await inFile(options.file);
  const cluster = await api.putCluster(name, body);
  if (session.asJson) await session.printJson(cluster);
  else await session.print(describeCluster(session, cluster));
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

async function asAsked(session: Session, name: string, options: PutClusterOptions): Promise<ClusterInput> {
  const cluster = await known(session, name);
  if (options.fromMachines !== true) return edited(cluster, options);
  const { count, all } = await (await session.api()).machines(name);
  if (count === 0) {
    const words = `${name} runs on no machines that can be counted: give its limits by --cpu, --memory and --gpu.`;
    throw new CommandError(words, exitCodes.refused);
  }
  return edited(cluster && { ...cluster, limits: { ...cluster.limits, ...all } }, options);
}

function edited(cluster: ClusterView | undefined, options: PutClusterOptions): ClusterInput {
  const kind = options.engine ?? cluster?.engine.kind;
  if (kind === undefined)
    throw new CommandError('A new cluster needs --engine (process, docker, …) or -f FILE', exitCodes.usage);
  const settings = settingsFrom(options.set);
  const before = cluster !== undefined && kind === cluster.engine.kind ? cluster.engine : {};
  const limits = { ...cluster?.limits };
  const asked = { slots: options.slots, cpu: options.cpu, memoryMiB: options.memory, gpu: options.gpu };
  for (const dimension of dimensions) {
    const text = asked[dimension];
    if (text === 'none') Reflect.deleteProperty(limits, dimension);
    else if (text !== undefined) limits[dimension] = limitOf[dimension](text);
  }
  return {
    description: options.description ?? cluster?.description ?? '',
    // The server knows the kinds, and says which there are.
    engine: { ...before, ...settings, kind: kind as ClusterInput['engine']['kind'] },
    limits,
    ...queueOf(cluster, options),
  };
}

const limitOf = {
  slots: (text) => wholeNumber(text, '--slots', bounds.slots),
  cpu: (text) => numberOf(text, '--cpu', bounds.limit),
  memoryMiB: (text) => memoryMiB(text, bounds.limit),
  gpu: (text) => wholeNumber(text, '--gpu', bounds.limit),
} satisfies Record<Dimension, (text: string) => number>;

/** Only when an option speaks of it; else the server leaves it as it is. */
function queueOf(cluster: ClusterView | undefined, options: PutClusterOptions): Pick<ClusterInput, 'queue'> {
  const { fairShare, weight, aging, reservation } = options;
  if (fairShare === undefined && weight.length === 0 && aging === undefined && reservation === undefined) return {};
  const before = cluster?.queue ?? defaultQueuePolicy;
  const weights = pairs(weight, '--weight').map(
    ([name, text]) => [name, numberOf(text, '--weight', bounds.weight)] as const,
  );
  return {
    queue: {
      // The server knows the kinds, and says which there are.
      fairShare: (fairShare ?? before.fairShare) as QueuePolicy['fairShare'],
      weights: { ...before.weights, ...Object.fromEntries(weights) },
      agingSeconds: aging === undefined ? before.agingSeconds : wholeNumber(aging, '--aging', bounds.queueSeconds),
      reservationSeconds:
        reservation === undefined
          ? before.reservationSeconds
          : wholeNumber(reservation, '--reservation', bounds.queueSeconds),
    },
  };
}

/** The settings of an engine as `--set` gives them; a value is JSON where it can be. */
export const settingsFrom = (set: readonly string[]): { [name: string]: Json } =>
  Object.fromEntries(pairs(set, '--set').map(([name, text]) => [name, settingOf(text)]));

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
