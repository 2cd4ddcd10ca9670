import type { World } from '../../journey/world.js';
import { burst } from '../burst.js';
import { rounds } from '../load.js';
import type { Row } from '../row.js';

const COUNT = 500;
const ROUNDS = 5;

/** Each burst with two workers is compared with those with one before and after it, so that a machine which grows slower is so for both. */
export const twoWorkers: Row = {
  name: 'two-workers',
  about: 'throughput with two worker processes as a multiple of that with one',
  async measure(stage) {
    const world = await stage.flotilla();
    await world.api.cluster('warm', { limits: { slots: 50 } });
    await seconds(world);
    let before = await seconds(world);
    const values = await rounds(ROUNDS, async () => {
      await world.startPart('worker', 'worker-2');
      await seconds(world); // a worker that has just begun finds cold code, and the first one has long been warm
      const together = await seconds(world);
      await world.stopPart('worker-2');
      const after = await seconds(world);
      const alone = (before + after) / 2;
      before = after;
      return alone / together;
    });
    return [{ name: 'ratio', unit: 'share', values, goal: { of: 'median', atLeast: 1 } }];
  },
};

const seconds = async (world: World): Promise<number> => (await burst(world, ['warm'], COUNT)).seconds;
