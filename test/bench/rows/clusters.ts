import { burst } from '../burst.js';
import { pause, rounds } from '../load.js';
import type { Row } from '../row.js';
import { cpuBetween, sumOf } from '../stage.js';

const CLUSTERS = 20;
const COUNT = 400;
const REST_SECONDS = 20;

export const clusters: Row = {
  name: 'clusters',
  about: `${CLUSTERS} clusters: at rest, and all busy at once (simulated engine, 5 slots each)`,
  async measure(stage) {
    const world = await stage.flotilla();
    const names = Array.from({ length: CLUSTERS }, (_, n) => `cluster-${n}`);
    for (const name of names) await world.api.cluster(name, { engine: { kind: 'simulated' }, limits: { slots: 5 } });
    await pause(10_000);
    const before = stage.cpu();
    await pause(REST_SECONDS * 1000);
    const coreShare = sumOf(cpuBetween(before, stage.cpu())) / REST_SECONDS;
    const bursts = await rounds(3, () => burst(world, names, COUNT));
    return [
      { name: 'atRest', unit: 'share', values: [coreShare] },
      { name: 'rate', unit: 'runs/s', values: bursts.map(({ seconds }) => COUNT / seconds) },
    ];
  },
};
