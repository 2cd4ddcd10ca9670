import { burst } from '../burst.js';
import type { Row } from '../row.js';

const COUNT = 1_000;

export const thousand: Row = {
  name: 'thousand',
  about: `${COUNT} no-op runs of real processes submitted at once, 50 slots: they all end, and well`,
  async measure(stage) {
    const world = await stage.flotilla();
    await world.api.cluster('busy', { limits: { slots: 50 } });
    const { accepted, seconds, failed } = await burst(world, ['busy'], COUNT);
    return [
      { name: 'rate', unit: 'runs/s', values: [COUNT / seconds], goal: { of: 'median', atLeast: 24 } },
      { name: 'seconds', unit: 's', values: [seconds] },
      { name: 'accept', unit: 'ms', values: accepted },
      { name: 'failed', unit: 'count', values: [failed], goal: { of: 'max', atMost: 0 } },
    ];
  },
};
