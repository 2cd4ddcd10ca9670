import type { Api } from '../server/api.js';
import { CommandError } from '../command-error.js';
import { exitCodes } from '../exit-codes.js';

/**
 * The cluster for a run that names none: the only one that fits. Plain processes know no images, so a run with an image
 * goes to containers, and one without to plain processes only. Where none or several fit, somebody has to choose.
 */
export async function chooseCluster(api: Api, hasImage: boolean): Promise<string> {
  const { items } = await api.clusters();
  const fitting = items.filter(({ engine }) => (engine.kind === 'process') !== hasImage);
  const [only, another] = fitting;
  if (only !== undefined && another === undefined) return only.name;
  const known = items.map(({ name, engine }) => `${name} (${engine.kind})`).join(', ');
  if (items.length === 0) {
    throw new CommandError('There is no cluster yet; add one with `flotilla clusters put`.', exitCodes.notLaunched);
  }
  const what = hasImage ? 'a cluster that runs containers' : 'a cluster';
  throw new CommandError(`Choose ${what} with --cluster. There are: ${known}.`, exitCodes.usage);
}
