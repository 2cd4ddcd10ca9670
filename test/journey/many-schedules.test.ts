import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { RunCountsView } from '../../domain/contract/runs.js';
import { SchedulePage } from '../../domain/contract/schedules.js';
import { inTurns } from '../../domain/in-turns.js';
import { describeWith } from '../needs.js';
import { until } from './until.js';
import { World } from './world.js';

const SCHEDULES = 500;
const AT_ONCE = 3;
/** Generous: a machine that tests many things at once may need minutes for what takes it 20 s alone. */
const PATIENCE_MILLISECONDS = 300_000;

describeWith(['temporal', 'mongodb'], 'many schedules at the same moment', (at) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(at);
    // Paused: what is counted here is runs, and these need no containers.
    await world.api.cluster('local', { limits: { slots: 1 } });
    await world.api.json('POST', '/clusters/local/pause', {});
    await world.api.json('PUT', '/jobs/quick', { command: 'true', cluster: 'local' });
  }, 120_000);
  afterAll(() => world.end(), 120_000);

  test('each of 500 makes exactly one run, with the worker killed in between', async () => {
    const names = Array.from({ length: SCHEDULES }, (_, n) => `s-${n}`);
    const due = await allDueAt(names);
    const earlier = await accepted(); // of a time that a slow machine has missed

    await until('the first of them have fired', accepted, (count) => count > earlier + 20, PATIENCE_MILLISECONDS);
    await world.kill('worker');
    expect(await accepted()).toBeLessThan(earlier + SCHEDULES);
    await world.startPart('worker');
    await until('all have fired', accepted, (count) => count >= earlier + SCHEDULES, PATIENCE_MILLISECONDS);

    const fired = await until(
      'all have fired for this time',
      async () => (await world.api.runs('job=quick')).filter(({ trigger }) => trigger.at === due),
      ({ length }) => length >= SCHEDULES,
    );
    expect(fired.map(({ trigger }) => trigger.schedule).toSorted()).toEqual(names.toSorted());
    await until(
      'each has its run written down',
      async () => SchedulePage.parse(await world.api.json('GET', '/schedules?limit=500')),
      ({ items }) => items.length === SCHEDULES && items.every(({ recent }) => recent[0]?.result === 'run'),
    );
  }, 900_000);

  /** How many runs there are; all of them wait, because their cluster is paused. */
  async function accepted(): Promise<number> {
    const { items } = RunCountsView.parse(await world.api.json('GET', '/runs/counts'));
    return items.reduce((sum, { count }) => sum + count, 0);
  }

  /** Makes all schedules fire at one minute, the same for all and never again, that is still to come. */
  async function allDueAt(names: readonly string[]): Promise<string> {
    for (let patience = 60_000; ; patience *= 2) {
      const due = new Date(Math.ceil((Date.now() + patience) / 60_000) * 60_000);
      const day = `${due.getUTCDate()} ${due.getUTCMonth() + 1}`;
      const document = { job: 'quick', cron: `${due.getUTCMinutes()} ${due.getUTCHours()} ${day} *` };
      await inTurns(AT_ONCE, names, async (name) => {
        // A Temporal that is busy with 500 schedules may not have the time for one more; the answer asks to try again.
        await until(
          `${name} is taken`,
          async () => (await world.api.raw('PUT', `/schedules/${name}`, document)).status,
          (status) => status === 200 || status === 201,
          PATIENCE_MILLISECONDS,
        );
      });
      // A slow machine may need longer for this than it was given.
      if (Date.now() < due.getTime()) return due.toISOString();
    }
  }
});
