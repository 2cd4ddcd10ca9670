import { until } from '../../journey/until.js';
import { BenchClient } from '../client.js';
import { pause, timed } from '../load.js';
import type { Row } from '../row.js';
import { cpuBetween, sumOf } from '../stage.js';

const COUNT = 500;
const REST_SECONDS = 20;

/** Without the commands themselves and their supervisors (a shell and `cat` each), which are not ours to count. */
export const running: Row = {
  name: 'running',
  about: `memory and processor time of ${COUNT} running commands that print nothing (process engine)`,
  async measure(stage) {
    const world = await stage.flotilla();
    await world.api.cluster('busy', { limits: { slots: COUNT } });
    await pause(10_000);
    const before = stage.memoryMiB();
    const client = new BenchClient(world.api.url);
    await timed(COUNT, 8, () => client.launch('busy', ['sleep', '600']));
    const countRunning = async () => {
      const { items } = JSON.parse(await client.call('GET', '/runs/counts')) as {
        items: { state: string; count: number }[];
      };
      return items.find(({ state }) => state === 'running')?.count ?? 0;
    };
    await until('all run', countRunning, (count) => count === COUNT, 300_000);
    await pause(10_000);
    const cpuBefore = stage.cpu();
    await pause(REST_SECONDS * 1000);
    const coreShare = sumOf(cpuBetween(cpuBefore, stage.cpu())) / REST_SECONDS;
    const grown = stage.memoryMiB() - before;
    await client.call('POST', '/runs/cancel', JSON.stringify({ filter: { cluster: 'busy' }, limit: COUNT }));
    await until('all have ended', countRunning, (count) => count === 0, 300_000);
    client.close();
    return [
      { name: 'memoryPer500', unit: 'MiB', values: [grown] },
      { name: 'atRest', unit: 'share', values: [coreShare] },
    ];
  },
};
