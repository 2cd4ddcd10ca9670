import type { World } from '../../journey/world.js';
import { BenchClient } from '../client.js';
import type { Figure } from '../figures.js';
import { pause, timed } from '../load.js';
import type { Row } from '../row.js';
import { cpuBetween, type Stage, sumOf } from '../stage.js';

/** So long it takes to start a thousand workflows, ten a second, when the last run was accepted; and a little more. */
const SETTLE_SECONDS = 125;

/** As long as the sweep takes to come round: it is part of being at rest. */
const REST_SECONDS = 60;

export const waiting: Row = {
  name: 'waiting',
  about: 'memory and processor time of 1,000 waiting runs, each with its workflow',
  measure: (stage) => costOfWaiting(stage, 1_000),
};

export const waitingManyRuns: Row = {
  name: 'waiting-100000',
  about: 'the same of 100,000 on one cluster, where only the first 1,000 have a workflow',
  measure: (stage) => costOfWaiting(stage, 100_000),
};

/** Submits them to a full cluster, lets what they set off come to rest, and looks at what they take then. */
async function costOfWaiting(stage: Stage, count: number): Promise<Figure[]> {
  const world = await stage.flotilla();
  await fullCluster(world);
  await pause(10_000);
  const before = stage.memoryMiB();
  const client = new BenchClient(world.api.url);
  await timed(count, 32, () => client.launch('full'));
  client.close();
  await pause(SETTLE_SECONDS * 1000);
  const cpuBefore = stage.cpu();
  await pause(REST_SECONDS * 1000);
  const coreShare = sumOf(cpuBetween(cpuBefore, stage.cpu())) / REST_SECONDS;
  const grown = stage.memoryMiB() - before;
  const isMany = count === 100_000;
  return [
    {
      name: 'memoryPerRun',
      unit: 'KiB',
      values: [(grown * 1024) / count],
      ...(isMany ? { goal: { of: 'median', atMost: 10 } as const } : {}),
    },
    { name: 'memory', unit: 'MiB', values: [grown] },
    {
      name: 'atRest',
      unit: 'share',
      values: [coreShare],
      ...(isMany ? { goal: { of: 'median', atMost: 0.1 } as const } : {}),
    },
  ];
}

async function fullCluster(world: World): Promise<void> {
  await world.api.cluster('full', { engine: { kind: 'simulated' }, limits: { slots: 1 } });
  const holder = await world.api.launchCommand('full', 'sleep 100000');
  await world.api.reaches(holder.id, 'running');
}
