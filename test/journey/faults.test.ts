import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runId, runWorkflowId } from '../../domain/ids.js';
import { describeWith } from '../needs.js';
import { Dice } from './dice.js';
import { clusterFaults, type WorldFault, worldFaults } from './faults.js';
import { FaultyWorld } from './faulty-world.js';
import { Scene } from './scene.js';
import { until } from './until.js';

const ROUNDS = [1, 2, 3];
const SEED = Number(process.env.FLOTILLA_TEST_SEED ?? Date.now() % 1_000_000);

// Real API and two real workers over the real servers; npm run soak does the same for as long as one likes.
describeWith(['temporal', 'mongodb'], `whatever happens, by chance ${SEED}`, (at) => {
  let faulty: FaultyWorld;
  beforeAll(async () => {
    faulty = await FaultyWorld.start(at);
  }, 120_000);
  afterAll(() => faulty.end(), 90_000);

  async function scene(name: string, slots: number, count: number, dice: Dice): Promise<Scene> {
    const opened = await Scene.open(faulty.world, faulty.watch, name, slots);
    await opened.launch(count, dice);
    await until(
      'some have begun',
      async () => opened.begun,
      (begun) => begun > 0,
    );
    return opened;
  }

  describe('to one cluster', () => {
    const rounds: Promise<PromiseSettledResult<Scene>[]>[] = [];
    // All of them at once: they are strangers to each other, and a crowd is what they will meet.
    beforeAll(() => {
      for (const [index, fault] of clusterFaults.entries())
        rounds.push(
          Promise.allSettled(
            ROUNDS.map(async (round) => {
              const dice = new Dice(SEED + index * 10 + round);
              const struck = await scene(`fault-${index}-${round}`, 4, 8, dice);
              await dice.pause(800);
              await fault.strike(struck, dice);
              await struck.settle();
              return struck;
            }),
          ),
        );
    });

    test.each(clusterFaults.map(({ name }, index) => [name, index] as const))(
      '%s: no limit is exceeded, every run ends, and none is started twice',
      async (_, index) => {
        const settled = (await rounds[index]) ?? [];
        expect(settled.filter(({ status }) => status === 'rejected')).toEqual([]);
        expect(settled).toHaveLength(ROUNDS.length);
        for (const { launched } of settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])))
          for (const id of launched) expect(await historyOf(id)).toBeLessThan(200);
      },
      300_000,
    );

    /** How long the story of a run is; one that goes in circles would be long. */
    async function historyOf(id: string): Promise<number> {
      const { historyLength } = await faulty.world.temporal.workflow.getHandle(runWorkflowId(runId(id))).describe();
      return historyLength;
    }
  });

  describe('to everybody', () => {
    async function survives(fault: WorldFault, name: string, count: number, index: number, rounds = ROUNDS) {
      const dice = new Dice(SEED + index * 100);
      const struck = await scene(name, 6, count, dice);
      for (const _ of rounds) {
        const { begun } = struck;
        await dice.pause(1_500);
        await fault.strike(faulty.world, faulty.line, dice);
        await until(
          'work goes on',
          async () => struck.begun,
          (now) => now > begun || now === struck.launched.length,
          120_000,
        );
      }
      await struck.settle();
    }

    test('a worker is killed, again and again: no limit is exceeded, every run ends, and none is started twice', async () => {
      await survives(worldFaults.killedWorker, 'killed', 30, 1);
    }, 300_000);

    test('a worker is replaced while another goes on, and nothing stalls', async () => {
      await survives(worldFaults.replacedWorker, 'replaced', 20, 2, [1]);
    }, 300_000);

    test('the store is away for moments: it costs time, but no run', async () => {
      await survives(worldFaults.absentStore, 'absent', 20, 3);
    }, 300_000);

    test('the store is away for 20 s: whoever asks is told so, and afterwards everything goes on', async () => {
      const dice = new Dice(SEED + 400);
      const struck = await scene('away', 5, 12, dice);
      faulty.line.cut();
      const answer = await faulty.world.api.raw('GET', '/clusters');
      expect([answer.status, answer.headers.get('retry-after') !== null]).toEqual([503, true]);
      await new Promise((resolve) => setTimeout(resolve, 20_000)); // the fault itself: its length is the point
      faulty.line.mend();
      await struck.settle();
    }, 300_000);
  });
});
