import { readFileSync } from 'node:fs';
import { BenchClient } from '../client.js';
import { pause, rounds } from '../load.js';
import type { Row } from '../row.js';

const WARM_UP = 10;
const COUNT = 40;

/** From the call of the API to the moment when the command itself writes its clock; nothing else goes on. */
export const idleStart: Row = {
  name: 'idle',
  about: 'launch on an idle machine until the command itself writes its clock',
  async measure(stage) {
    const world = await stage.flotilla();
    const client = new BenchClient(world.api.url);
    await world.api.cluster('idle', {});
    const delays = await rounds(WARM_UP + COUNT, async (round) => {
      const file = world.file(`clock-${round}`);
      const called = Date.now();
      const id = await client.launch('idle', `date +%s%3N > ${file}`);
      await world.api.ended(id);
      await pause(150); // until the end of this run is over as well
      return Number(readFileSync(file, 'utf8')) - called;
    });
    client.close();
    return [{ name: 'delay', unit: 'ms', values: delays.slice(WARM_UP), goal: { of: 'median', atMost: 80 } }];
  },
};
