import type { World } from '../../journey/world.js';
import { flawlessBurst } from '../burst.js';
import { rounds } from '../load.js';
import type { Row } from '../row.js';

const COUNT = 250;
const PAIRS = 16;

/** New processes find cold code: it takes each worker some two thousand runs of its own to be as quick as it gets. */
const WARM_UP_BURSTS = 16;

/**
 * Two Flotillas beside each other, one of them with a second worker, are asked in turns: so all are warm, and a machine that
 * grows slower is so for both. How far the one differs from itself, a moment later, is what the machine adds of its own.
 */
export const twoWorkers: Row = {
  name: 'two-workers',
  about: 'throughput with two worker processes as a multiple of that with one',
  async measure(stage) {
    const one = await stage.flotilla();
    const two = await stage.beside().flotilla();
    await two.startPart('worker', 'worker-2');
    for (const world of [one, two]) await world.api.cluster('warm', { limits: { slots: 50 } });
    await rounds(WARM_UP_BURSTS, async () => {
      await seconds(one);
      await seconds(two);
    });
    let before = await seconds(one);
    const results = await rounds(PAIRS, async () => {
      const together = await seconds(two);
      const after = await seconds(one);
      const result = { ratio: (before + after) / 2 / together, oneToItself: before / after };
      before = after;
      return result;
    });
    return [
      { name: 'ratio', unit: 'share', values: results.map(({ ratio }) => ratio), goal: { of: 'median', atLeast: 1 } },
      { name: 'oneToItself', unit: 'share', values: results.map(({ oneToItself }) => oneToItself) },
    ];
  },
};

const seconds = async (world: World): Promise<number> => (await flawlessBurst(world, ['warm'], COUNT)).seconds;
