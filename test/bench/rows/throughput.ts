import { burst, flawlessBurst, transitionsOf } from '../burst.js';
import type { Figure, Goal } from '../figures.js';
import { rounds } from '../load.js';
import type { Row } from '../row.js';
import { cpuBetween, sumOf } from '../stage.js';

const COUNT = 250;
const AT_ONCE = [10, 50, 200] as const;

export const throughputProcess = throughput('process', 24);
export const throughputSimulated = throughput('simulated', 30);

/** Runs that do nothing, end to end; the goal is for 50 slots. */
function throughput(engine: 'process' | 'simulated', goal: number): Row {
  return {
    name: `throughput-${engine}`,
    about: `${COUNT} no-op runs at once (${engine} engine) until the last has ended, with 10, 50 and 200 slots`,
    async measure(stage) {
      const world = await stage.flotilla();
      await world.api.cluster('warm', { engine: { kind: engine }, limits: { slots: 50 } });
      await burst(world, ['warm'], 100);
      const figures: Figure[] = [];
      for (const slots of AT_ONCE) {
        const cluster = `slots-${slots}`;
        await world.api.cluster(cluster, { engine: { kind: engine }, limits: { slots } });
        const before = stage.cpu();
        const bursts = await rounds(3, () => flawlessBurst(world, [cluster], COUNT));
        const used = sumOf(cpuBetween(before, stage.cpu()));
        const rates = bursts.map(({ seconds }) => COUNT / seconds);
        const atLeast: { goal?: Goal } = slots === 50 ? { goal: { of: 'median', atLeast: goal } } : {};
        figures.push({ name: `rateAt${slots}`, unit: 'runs/s', values: rates, ...atLeast });
        figures.push({ name: `cpuPerRunAt${slots}`, unit: 'CPU ms', values: [(used * 1000) / (COUNT * 3)] });
        if (slots === 50) {
          const values = await transitionsOf(
            world,
            bursts.flatMap(({ ids }) => ids.slice(0, 20)),
          );
          figures.push({ name: 'transitionsPerRun', unit: 'count', values, goal: { of: 'median', atMost: 10 } });
        }
      }
      return figures;
    },
  };
}
