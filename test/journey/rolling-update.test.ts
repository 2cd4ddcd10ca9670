import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWith } from '../needs.js';
import { rollingUpdate } from './rolling-update.js';
import { World } from './world.js';

describeWith(['temporal', 'mongodb'], 'two workers and an API, each a process of its own', (at) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(at);
  }, 120_000);
  afterAll(() => world.end(), 60_000);

  test('one worker is replaced and the other one killed under load, and no run notices', async () => {
    const { broken } = await rollingUpdate(world, 60, () => undefined);
    expect(broken).toEqual([]);
  }, 300_000);
});
