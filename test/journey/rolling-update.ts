import { readFileSync } from 'node:fs';
import { ClusterQueueView } from '../../domain/contract/clusters.js';
import { isFinal } from '../../domain/run-state.js';
import { Sampler } from './sampler.js';
import { until } from './until.js';
import type { World } from './world.js';

const SLOTS = 20;
const PATIENCE_MS = 10 * 60_000;
const lines = ['one', 'two', 'three'];

export interface Finding {
  readonly seconds: number;
  readonly runs: number;
  readonly mostAtOnce: number;
  /** In words, empty when every promise was kept. */
  readonly broken: readonly string[];
}

/**
 * Two workers carry a load; in the middle one of them is replaced in good order and the other one is killed. Every run has
 * to end well, to have been started once, to have its whole log, and the limit holds at every sample.
 */
export async function rollingUpdate(world: World, runs: number, say: (line: string) => void): Promise<Finding> {
  const started = world.file('started');
  await world.startPart('worker', 'second worker');
  await world.api.cluster('rehearsal', { limits: { slots: SLOTS } });
  const sampler = new Sampler(async () => (await queueOf(world)).holders.length);
  const began = Date.now();
  const command = `echo "$FLOTILLA_RUN_ID" >> ${started}; ${lines.map((line) => `echo ${line}; sleep 0.2`).join('; ')}`;
  const ids: string[] = [];
  for (let n = 0; n < runs; n += 1) ids.push((await world.api.launchCommand('rehearsal', command)).id);

  await ended(world, runs / 3);
  say(`a third has ended; one worker is replaced in good order`);
  await world.startPart('worker', 'third worker');
  await world.stopPart('worker');
  await ended(world, (runs * 2) / 3);
  say('two thirds have ended; the other one is killed and started again');
  await world.kill('second worker');
  await world.startPart('worker', 'second worker');
  await ended(world, runs);
  const seconds = Math.round((Date.now() - began) / 100) / 10;

  const mostAtOnce = Math.max(...(await sampler.end()));
  return { seconds, runs, mostAtOnce, broken: await brokenPromises(world, ids, started, mostAtOnce) };
}

const queueOf = async (world: World) =>
  ClusterQueueView.parse(await world.api.json('GET', '/clusters/rehearsal/queue'));

const ended = (world: World, count: number) =>
  until(
    `${Math.ceil(count)} runs have ended`,
    async () => (await world.api.runs('cluster=rehearsal')).filter(({ state }) => isFinal(state)).length,
    (found) => found >= count,
    PATIENCE_MS,
  );

async function brokenPromises(world: World, ids: string[], started: string, mostAtOnce: number): Promise<string[]> {
  const broken: string[] = [];
  for (const run of await world.api.runs('cluster=rehearsal')) {
    if (run.state !== 'succeeded') broken.push(`${run.id} is ${run.state}: ${run.failure?.sentence ?? ''}`);
    const texts = (await world.api.log(run.id)).map(({ text }) => text);
    if (texts.join() !== lines.join()) broken.push(`the log of ${run.id} is [${texts.join(', ')}]`);
  }
  const starts = readFileSync(started, 'utf8').trim().split('\n');
  if (starts.sort().join() !== [...ids].sort().join())
    broken.push(`${ids.length} runs were started ${starts.length} times`);
  if (mostAtOnce > SLOTS) broken.push(`${mostAtOnce} ran at once, ${SLOTS} were allowed`);
  const { holders, waitingTotal } = await queueOf(world);
  if (holders.length + waitingTotal > 0) broken.push(`${holders.length + waitingTotal} leases are left`);
  return broken;
}
