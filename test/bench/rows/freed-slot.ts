import { readFileSync } from 'node:fs';
import type { World } from '../../journey/world.js';
import { BenchClient } from '../client.js';
import type { Figure, Goal } from '../figures.js';
import { timed } from '../load.js';
import type { Row } from '../row.js';

const WARM_UP = 5;
const COUNT = 30;
const BEHIND = 5_000;

/** From the last act of one command to the first of the next, on a cluster with one slot. */
export const freedSlot: Row = {
  name: 'freed-slot',
  about: 'a command ends until the next one in the queue begins',
  async measure(stage) {
    const world = await stage.flotilla();
    await world.api.cluster('one', { limits: { slots: 1 } });
    await world.api.ended(await launchChain(world), 300_000);
    return [delays(world, { of: 'median', atMost: 120 })];
  },
};

/**
 * The same while 5,000 more have just been submitted. A grant leaves no trace of its own that a caller can see; the
 * beginning of the next command comes after it, so the goal for the grant is met where the command meets it.
 */
export const freedSlotBehind: Row = {
  name: 'freed-slot-5000',
  about: `the same while ${BEHIND} runs have just been submitted and wait`,
  async measure(stage) {
    const world = await stage.flotilla();
    const client = new BenchClient(world.api.url);
    await world.api.cluster('one', { limits: { slots: 1 } });
    await world.api.json('POST', '/clusters/one/pause', { reason: 'until all are there' });
    const last = await launchChain(world);
    await timed(BEHIND, 16, () => client.launch('one'));
    client.close();
    await world.api.json('POST', '/clusters/one/resume', {});
    await world.api.ended(last, 300_000);
    return [delays(world, { of: 'median', atMost: 150 })];
  },
};

/** Launches runs that each write their first and their last moment into one file; answers the last one's id. */
async function launchChain(world: World): Promise<string> {
  const client = new BenchClient(world.api.url);
  const now = `date +%s%3N >> ${world.file('clocks')}`;
  let last = '';
  for (let n = 0; n < WARM_UP + COUNT; n += 1) last = await client.launch('one', `${now}; sleep 0.3; ${now}`);
  client.close();
  return last;
}

function delays(world: World, goal: Goal): Figure {
  const clocks = readFileSync(world.file('clocks'), 'utf8').trim().split('\n').map(Number);
  const values: number[] = [];
  for (let run = WARM_UP; run < WARM_UP + COUNT; run += 1)
    values.push((clocks[run * 2] ?? NaN) - (clocks[run * 2 - 1] ?? NaN));
  return { name: 'nextBegins', unit: 'ms', values, goal };
}
