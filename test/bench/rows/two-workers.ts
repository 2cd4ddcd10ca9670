import type { World } from '../../journey/world.js';
import { burst } from '../burst.js';
import { rounds } from '../load.js';
import type { Row } from '../row.js';

const COUNT = 500;
const ROUNDS = 3;

/** A new worker finds cold code: it takes some five hundred runs of its own, of the bursts in which it has a share, to be as quick as the first. */
const WARM_UP_BURSTS = 3;

/**
 * Each burst with two workers is compared with those with one before and after it, so that a machine which grows slower
 * is so for both. How far those two differ is what the machine adds of its own.
 */
export const twoWorkers: Row = {
  name: 'two-workers',
  about: 'throughput with two worker processes as a multiple of that with one',
  async measure(stage) {
    const world = await stage.flotilla();
    await world.api.cluster('warm', { limits: { slots: 50 } });
    await rounds(WARM_UP_BURSTS, () => seconds(world));
    let before = await seconds(world);
    const results = await rounds(ROUNDS, async () => {
      await world.startPart('worker', 'worker-2');
      await rounds(WARM_UP_BURSTS, () => seconds(world));
      const together = await seconds(world);
      await world.stopPart('worker-2');
      const after = await seconds(world);
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

const seconds = async (world: World): Promise<number> => (await burst(world, ['warm'], COUNT)).seconds;
