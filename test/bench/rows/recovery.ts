import { existsSync } from 'node:fs';
import { until } from '../../journey/until.js';
import { rounds } from '../load.js';
import type { Row } from '../row.js';

/** There is room, and somebody launches while the worker is being started again, as `npm start` does at once. */
export const recovery: Row = {
  name: 'recovery',
  about: 'kill -9 of the worker until the first command that waits for a grant begins',
  async measure(stage) {
    const world = await stage.flotilla();
    await world.api.cluster('room', {});
    const values = await rounds(3, async (round) => {
      const warm = await world.api.launchCommand('room', ['true']);
      await world.api.ended(warm.id);
      await world.kill('worker');
      const killedAt = performance.now();
      const file = world.file(`begun-${round}`);
      await world.api.launchCommand('room', `touch ${file}`);
      await world.startPart('worker');
      await until('it has begun', () => Promise.resolve(existsSync(file)), Boolean);
      return (performance.now() - killedAt) / 1000;
    });
    return [{ name: 'firstGrant', unit: 's', values, goal: { of: 'max', atMost: 15 } }];
  },
};
