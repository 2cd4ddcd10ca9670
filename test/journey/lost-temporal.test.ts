import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWith } from '../needs.js';
import { until } from './until.js';
import { World } from './world.js';

describeWith(['temporal', 'mongodb'], 'when everything that Temporal knew is lost', (at) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(at);
  }, 120_000);
  afterAll(() => world.end(), 60_000);

  test('an empty one takes over: running jobs are adopted, waiting ones start, none starts twice', async () => {
    const [started, released] = [world.file('started'), world.file('released')];
    await world.api.cluster('lost', { limits: { slots: 2 } });
    const command = `echo "$FLOTILLA_RUN_ID" >> ${started}; until [ -e ${released} ]; do sleep 0.2; done; echo done`;
    const ids: string[] = [];
    for (let n = 0; n < 4; n += 1) ids.push((await world.api.launchCommand('lost', command)).id);
    await until(
      'two have begun',
      () => world.api.runs('cluster=lost&state=running'),
      (runs) => runs.length === 2,
    );

    await Promise.all([world.kill('worker'), world.kill('api')]);
    await world.forgetTemporal();
    await Promise.all([world.startPart('api'), world.startPart('worker')]);
    await world.api.json('POST', `/runs/${ids[3] ?? ''}/cancel`, {});
    writeFileSync(released, '');

    const ends = await Promise.all(ids.map((id) => world.api.ended(id, 180_000)));
    expect(ends.map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'succeeded', 'cancelled']);
    expect(readFileSync(started, 'utf8').trim().split('\n').sort()).toEqual(ids.slice(0, 3).sort());
    for (const id of ids.slice(0, 3)) {
      expect((await world.api.log(id)).map(({ text }) => text)).toEqual(['done']);
    }
  }, 300_000);
});
