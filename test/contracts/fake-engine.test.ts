import { describe, expect, test } from '@jest/globals';
import { FakeCluster, FakeEngine, fakeCommand } from '../fakes/fake-engine.js';
import type { FakePlan } from '../fakes/fake-container.js';
import { engineContract } from './engine.contract.js';
import { Trial, type Behaviour, type EngineWorld } from './engine-world.js';

const planFor = ({ lines, seconds, exit, onStop }: Behaviour): FakePlan => ({
  ...(lines === undefined ? {} : { lines }),
  seconds: seconds === 'forever' ? Infinity : (seconds ?? 0),
  exit: exit ?? 0,
  ...(onStop === undefined
    ? {}
    : { onStop: onStop === 'ignore' ? onStop : { lines: [onStop.line], exit: onStop.exit } }),
});

const fakeWorld = (): EngineWorld & { engine: FakeEngine } => {
  const cluster = new FakeCluster();
  const another = () => new FakeEngine(cluster, { installation: 'contract' });
  return {
    engine: another(),
    another,
    installation: 'contract',
    command: (behaviour) => fakeCommand(planFor(behaviour)),
    release: () => Promise.resolve(),
  };
};

engineContract('FakeEngine', fakeWorld);

describe('FakeEngine misbehaves on demand', () => {
  test('a lost answer leaves a container that the next launch finds', async () => {
    const world = fakeWorld();
    world.engine.faults.loseAnswer = 1;
    const run = new Trial(world, fakeCommand({ seconds: Infinity }));
    await expect(run.launch()).rejects.toMatchObject({ code: 'engine-unreachable' });
    await run.launch();
    expect(await world.engine.owned()).toHaveLength(1);
  });

  test('a refusal is certain, and the next launch may succeed', async () => {
    const world = fakeWorld();
    world.engine.faults.refuse.times = 1;
    const run = new Trial(world, fakeCommand({}));
    await expect(run.launch()).rejects.toThrow('refused: capacity');
    expect(await world.engine.owned()).toEqual([]);
    await run.launch();
    expect((await run.exit()).code).toBe(0);
  });

  test('a container is not seen for a while, then seen again, then lost for good', async () => {
    const world = fakeWorld();
    world.engine.faults.unknown = 1;
    const run = new Trial(world, fakeCommand({ seconds: Infinity }));
    await run.launch();
    expect(await run.observe()).toEqual({ kind: 'unknown' });
    expect((await run.observe()).kind).toBe('running');
    const container = await world.engine.cluster.launched(run.spec.runId);
    container.isLost = true;
    expect(await run.observe()).toEqual({ kind: 'unknown' });
  });

  test('time moves on by ticks, through the phases to the planned end', async () => {
    const world = fakeWorld();
    const run = new Trial(world, 'whatever');
    world.engine.plan(run.spec.runId, { phases: ['placing', 'pulling'], startSeconds: 100, seconds: 3600, exit: 3 });
    await run.launch();
    expect(await run.observe()).toEqual({ kind: 'starting', phase: 'placing' });
    world.engine.cluster.tick(60);
    expect(await run.observe()).toEqual({ kind: 'starting', phase: 'pulling' });
    world.engine.cluster.tick(60);
    expect((await run.observe()).kind).toBe('running');
    world.engine.cluster.tick(3600);
    expect((await run.exit()).code).toBe(3);
  });

  test('a test ends a container as it likes', async () => {
    const world = fakeWorld();
    const run = new Trial(world, fakeCommand({ seconds: Infinity }));
    await run.launch();
    const container = await world.engine.cluster.launched(run.token);
    container.print('hello');
    container.end({ outOfMemory: true, code: 137 });
    expect(await run.exit()).toMatchObject({ outOfMemory: true, code: 137, endedByItself: true });
    expect(await run.texts()).toEqual(['hello']);
  });
});
