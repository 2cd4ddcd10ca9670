import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ClusterQueueView } from '../../domain/contract/clusters.js';
import { describeWith } from '../needs.js';
import { Sampler } from './sampler.js';
import { until } from './until.js';
import { World } from './world.js';

const LINES = 10;
const [SLOTS, RUNS] = [50, 150];

describeWith(['temporal', 'mongodb'], 'when parts are killed', (at) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(at);
  }, 120_000);
  afterAll(() => world.end(), 60_000);

  /** Says in a file that it was started, prints a line, waits until it may go on, and prints the others. */
  const command = (started: string, goOn: string) =>
    `echo "$FLOTILLA_RUN_ID" >> ${started}; echo line 1; until [ -e ${goOn} ]; do sleep 0.5; done; ` +
    `i=1; while [ $i -lt ${LINES} ]; do i=$((i+1)); echo "line $i"; sleep 0.2; done`;

  test('a killed worker loses no run, starts nothing twice, loses and doubles no line, and the limit holds', async () => {
    const [started, goOn] = [world.file('started'), world.file('go-on')];
    await world.api.cluster('crash', { limits: { slots: SLOTS } });
    const sampler = new Sampler(async () => {
      const queue = ClusterQueueView.parse(await world.api.json('GET', '/clusters/crash/queue'));
      return queue.holders.length;
    });
    const ids: string[] = [];
    for (let n = 0; n < RUNS; n += 1) ids.push((await world.api.launchCommand('crash', command(started, goOn))).id);
    try {
      await until(
        'all slots are taken',
        () => world.api.runs('cluster=crash&state=running'),
        (runs) => runs.length === SLOTS,
      );

      await world.kill('worker');
      writeFileSync(goOn, '');
      await world.startPart('worker');

      for (const id of ids) {
        const run = await world.api.ended(id, 180_000);
        expect({ id, state: run.state, failure: run.failure }).toEqual({ id, state: 'succeeded', failure: undefined });
        const lines = await world.api.log(id);
        expect(lines.map(({ text }) => text)).toEqual(Array.from({ length: LINES }, (_, n) => `line ${n + 1}`));
      }
    } finally {
      expect(Math.max(...(await sampler.end()))).toBeLessThanOrEqual(SLOTS);
    }
    expect(readFileSync(started, 'utf8').trim().split('\n').sort()).toEqual([...ids].sort());
    const queue = ClusterQueueView.parse(await world.api.json('GET', '/clusters/crash/queue'));
    expect({ holders: queue.holders, waiting: queue.waitingTotal }).toEqual({ holders: [], waiting: 0 });
  }, 300_000);

  test('a run whose workflow is terminated in Temporal is stopped, recorded with the reason, and gives its lease back', async () => {
    await world.api.cluster('terminated', { limits: { slots: 1 } });
    const run = await world.api.launchCommand('terminated', 'echo $$; sleep 600');
    const waiting = await world.api.launchCommand('terminated', 'echo next');
    await world.api.reaches(run.id, 'running');

    await world.temporal.workflow.getHandle(`run/${run.id}`).terminate('operator was curious');
    await world.sweep();

    const ended = await world.api.ended(run.id, 150_000);
    expect(ended.state).toBe('failed');
    expect(ended.failure?.code).toBe('stopped-externally');
    expect(ended.failure?.evidence.join(' ')).toContain('operator was curious');
    expect((await world.api.ended(waiting.id)).state).toBe('succeeded');
  }, 240_000);
});
