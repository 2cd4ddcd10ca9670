import { describe, expect, test } from '@jest/globals';
import { SimulatedEngine } from '../../src/engines/simulated/simulated.engine.js';
import { Trial, type EngineWorld } from './engine-world.js';

// It keeps its containers in one worker's memory and listens to nobody, so the whole contract does not apply.
const world = (): EngineWorld => ({
  engine: new SimulatedEngine(),
  another: () => new SimulatedEngine(),
  installation: 'contract',
  command: ({ seconds, exit }) => `sleep ${seconds === 'forever' ? 3600 : (seconds ?? 0)}; exit ${exit ?? 0}`,
  release: () => Promise.resolve(),
});

describe('SimulatedEngine', () => {
  test('takes its time, its lines and its exit from the command', async () => {
    const run = new Trial(world(), 'sleep 0.1; lines 250; exit 3');
    await run.launch();
    expect((await run.observe()).kind).toBe('running');
    const exit = await run.exit();
    expect(exit).toMatchObject({ code: 3, endedByItself: true });
    expect((exit.endedAt ?? 0) - (exit.startedAt ?? 0)).toBe(100);
    expect(await run.texts(100)).toEqual(Array.from({ length: 250 }, (_, i) => `line ${i + 1}`));
  });

  test('environment variables win over the command', async () => {
    const run = new Trial(world(), 'sleep 600; exit 1', { env: { SIMULATE_SECONDS: '0', SIMULATE_EXIT: '0' } });
    await run.launch();
    expect((await run.exit()).code).toBe(0);
  });

  test('the same token is the same container, and a stop ends it', async () => {
    const run = new Trial(world(), 'sleep 600');
    const handle = await run.launch();
    expect(await run.launch()).toEqual(handle);
    expect(await run.world.engine.owned()).toEqual([{ token: run.token, handle, running: true }]);
    expect(await run.world.engine.stop(handle, 10, 'enough')).toBe('stopping');
    expect(await run.exit()).toMatchObject({ signal: 'SIGTERM', endedByItself: false });
    expect(await run.world.engine.stop(handle, 10, 'enough')).toBe('already-ended');
  });

  test('its end is announced', async () => {
    const run = new Trial(world(), 'sleep 0.05');
    await run.launch();
    await new Promise<void>((resolve) => run.world.engine.onChange(run.handle, resolve));
    expect((await run.observe()).kind).toBe('ended');
  });

  test('what another worker pretended is not known here', async () => {
    const run = new Trial(world(), 'sleep 600');
    await run.launch();
    expect(await run.observe(run.world.another())).toEqual({ kind: 'unknown' });
  });
});
