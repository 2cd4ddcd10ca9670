import { until } from '../journey/until.js';
import type { World } from '../journey/world.js';
import { BenchClient } from './client.js';
import { timed } from './load.js';

/** What became of runs that were submitted all at once. */
export interface Burst {
  readonly ids: readonly string[];
  /** How long each call of the API took, in milliseconds. */
  readonly accepted: readonly number[];
  /** From the first call to the last end. */
  readonly seconds: number;
  readonly failed: number;
}

/** Launches runs that do nothing, eight callers at once, spread over the clusters, and waits until all have ended. */
export async function burst(world: World, clusters: readonly string[], count: number): Promise<Burst> {
  const client = new BenchClient(world.api.url);
  const ids: string[] = [];
  const since = new Date().toISOString(); // one machine, one clock
  const began = performance.now();
  const { each } = await timed(count, 8, async (n) => {
    ids.push(await client.launch(clusters[n % clusters.length] ?? ''));
  });
  await until(
    'all have ended',
    () => countLive(client),
    (live) => live === 0,
    600_000,
  );
  const seconds = (performance.now() - began) / 1000;
  client.close();
  const mine = new Set(ids);
  const succeeded = (await world.api.runs(`state=succeeded&since=${since}`)).filter(({ id }) => mine.has(id)).length;
  return { ids, accepted: each, seconds, failed: count - succeeded };
}

/** The same, where a figure would say nothing if a run had failed. */
export async function flawlessBurst(world: World, clusters: readonly string[], count: number): Promise<Burst> {
  const done = await burst(world, clusters, count);
  if (done.failed > 0) throw new Error(`${done.failed} runs did not succeed`);
  return done;
}

async function countLive(client: BenchClient): Promise<number> {
  const { items } = JSON.parse(await client.call('GET', '/runs/counts')) as { items: { count: number }[] };
  return items.reduce((sum, { count }) => sum + count, 0);
}

/** Temporal's state transitions of these runs' workflows: what it has to write down for each, and so what each costs. */
export async function transitionsOf(world: World, ids: readonly string[]): Promise<number[]> {
  return Promise.all(
    ids.map(async (id) => {
      const { raw } = await world.temporal.workflow.getHandle(`run/${id}`).describe();
      return Number(raw.workflowExecutionInfo?.stateTransitionCount ?? 0);
    }),
  );
}
