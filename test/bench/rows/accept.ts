import type { Figure } from '../figures.js';
import { BenchClient } from '../client.js';
import { rounds, timed } from '../load.js';
import type { Row } from '../row.js';
import { cpuBetween, type Stage, sumOf } from '../stage.js';

const COUNT = 800;

/** The cluster is paused: nothing is measured but the launch itself. */
export const accept: Row = {
  name: 'accept',
  about: 'POST /runs until it is answered, 8 and 64 callers at once',
  async measure(stage) {
    const world = await stage.flotilla();
    const client = new BenchClient(world.api.url);
    await world.api.cluster('paused', { limits: {} });
    await world.api.json('POST', '/clusters/paused/pause', { reason: 'bench' });
    await timed(400, 8, () => client.launch('paused')); // the first ones find cold code
    const figures = [...(await acceptAt(8, client, stage)), ...(await acceptAt(64, client, stage))];
    client.close();
    return figures;
  },
};

async function acceptAt(atOnce: 8 | 64, client: BenchClient, stage: Stage): Promise<Figure[]> {
  const before = stage.cpu();
  const results = await rounds(3, () => timed(COUNT, atOnce, () => client.launch('paused')));
  const used = sumOf(cpuBetween(before, stage.cpu()));
  return [
    {
      name: `rateAt${atOnce}`,
      unit: 'runs/s',
      values: results.map(({ seconds }) => COUNT / seconds),
      ...(atOnce === 8 ? { goal: { of: 'median', atLeast: 400 } as const } : {}),
    },
    {
      name: `latencyAt${atOnce}`,
      unit: 'ms',
      values: results.flatMap(({ each }) => each),
      ...(atOnce === 8 ? { goal: { of: 'p99', atMost: 60 } as const } : {}),
    },
    { name: `cpuPerRunAt${atOnce}`, unit: 'CPU ms', values: [(used * 1000) / (COUNT * results.length)] },
  ];
}
