import { burst } from '../burst.js';
import { rounds } from '../load.js';
import type { Row } from '../row.js';

const COUNT = 250;
const WARM_UP = 100;

/** In turns, so that a machine which is busy with something else is so for both. */
export const twoWorkers: Row = {
  name: 'two-workers',
  about: 'throughput with two worker processes as a multiple of that with one',
  async measure(stage) {
    const world = await stage.flotilla();
    await world.api.cluster('warm', { limits: { slots: 50 } });
    await burst(world, ['warm'], COUNT);
    const values = await rounds(3, async () => {
      const alone = await burst(world, ['warm'], COUNT);
      await world.startPart('worker', 'worker-2');
      await burst(world, ['warm'], WARM_UP); // a worker that has just begun finds cold code
      const together = await burst(world, ['warm'], COUNT);
      await world.stopPart('worker-2');
      return alone.seconds / together.seconds;
    });
    return [{ name: 'ratio', unit: 'share', values, goal: { of: 'median', atLeast: 1 } }];
  },
};
