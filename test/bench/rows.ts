import { readFileSync } from 'node:fs';
import { until } from '../journey/until.js';
import type { World } from '../journey/world.js';
import { perSecond, spreadOf, timed, type Spread } from './figures.js';
import { followLog } from './follow-log.js';

const small = { cpu: 0.01, memoryMiB: 4 };
const noLimit = { slots: 100_000 };

/** Launches answered a second, and how long each answer took; the cluster is paused, so nothing else is measured. */
export async function accept(world: World, atOnce: number): Promise<{ perSecond: number; milliseconds: Spread }> {
  const cluster = `accept-${atOnce}`;
  await world.api.cluster(cluster, { limits: noLimit });
  await world.api.json('POST', `/clusters/${cluster}/pause`, { reason: 'bench' });
  const launch = () => world.api.json('POST', '/runs', { spec: { command: ['true'], resources: small }, cluster });
  await timed(100, atOnce, launch); // the first ones find cold code
  const count = 800;
  const { each, seconds } = await timed(count, atOnce, launch);
  return { perSecond: perSecond(count, seconds), milliseconds: spreadOf(each) };
}

/** From the call of the API to the moment when the command itself writes its clock, on an idle machine. */
export async function idleStart(world: World): Promise<Spread> {
  await world.api.cluster('idle', { limits: noLimit });
  const delays: number[] = [];
  for (let n = 0; n < 25; n += 1) {
    const file = world.file(`clock-${n}`);
    const called = Date.now();
    const run = await world.api.launchCommand('idle', `date +%s%3N > ${file}`);
    await world.api.ended(run.id);
    if (n >= 5) delays.push(Number(readFileSync(file, 'utf8')) - called);
  }
  return spreadOf(delays);
}

/** Runs that do nothing, submitted all at once: from the first call to the last end. */
export async function throughput(
  world: World,
  engine: 'process' | 'simulated',
  slots: number,
  count: number,
): Promise<{ runsPerSecond: number; seconds: number; failed: number; transitionsPerRun: number }> {
  const cluster = `through-${engine}-${slots}-${count}`;
  await world.api.cluster(cluster, { engine: { kind: engine }, limits: { slots } });
  const ids: string[] = [];
  const began = performance.now();
  await timed(count, 8, async () => {
    ids.push((await world.api.launchCommand(cluster, ['true'])).id);
  });
  const live = async () => (await world.api.json('GET', `/clusters/${cluster}`)) as { held: number; waiting: number };
  await until('all have ended', live, ({ held, waiting }) => held + waiting === 0, 600_000);
  const seconds = (performance.now() - began) / 1000;
  const succeeded = await world.api.runs(`cluster=${cluster}&state=succeeded`);
  return {
    runsPerSecond: perSecond(count, seconds),
    seconds: Math.round(seconds * 10) / 10,
    failed: count - succeeded.length,
    transitionsPerRun: await transitions(world, ids.slice(0, 20)),
  };
}

/** Temporal state transitions of these runs' workflows, on average. */
async function transitions(world: World, ids: readonly string[]): Promise<number> {
  let sum = 0;
  for (const id of ids) {
    const { raw } = await world.temporal.workflow.getHandle(`run/${id}`).describe();
    sum += Number(raw.workflowExecutionInfo?.stateTransitionCount ?? 0);
  }
  return Math.round((sum / ids.length) * 10) / 10;
}

/** From the moment a command prints its clock to the line's arrival at a viewer of the live log. */
export async function liveLogDelay(world: World): Promise<Spread> {
  await world.api.cluster('live', { limits: noLimit });
  const command = 'i=0; while [ $i -lt 60 ]; do date +%s%3N; sleep 0.25; i=$((i+1)); done';
  const run = await world.api.launchCommand('live', command);
  const delays: number[] = [];
  await followLog(`${world.api.url}/api/runs/${run.id}/logs/stream`, (text) => {
    delays.push(Date.now() - Number(text));
  });
  return spreadOf(delays.slice(5));
}
