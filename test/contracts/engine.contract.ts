import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { outcomeOf } from '../../domain/outcome.js';
import { engineCommandsContract } from './engine-commands.contract.js';
import { engineLogsContract, engineOutputContract } from './engine-logs.contract.js';
import { eventually, Trial, type Behaviour, type EngineWorld, type Offers } from './engine-world.js';

/** What every engine promises (domain/ports.ts). The factory makes one world for the whole suite. */
export function engineContract(
  name: string,
  factory: () => Promise<EngineWorld> | EngineWorld,
  offers: Offers = {},
): void {
  describe(`${name} keeps the promises of an engine`, () => {
    let made: EngineWorld | undefined;
    const world = () => {
      if (made === undefined) throw new Error('the world of the engine could not be made');
      return made;
    };
    const trial = (behaviour: Behaviour) => new Trial(world(), world().command(behaviour));

    beforeAll(async () => {
      made = await factory();
      await made.engine.check();
    });
    afterAll(async () => {
      await made?.release();
    });

    describe('launch', () => {
      test('the same token means the same container, however often it is launched', async () => {
        const run = trial({ lines: ['began'] });
        const handles = [await run.launch(), await run.launch(), await run.launch()];
        await run.exit();
        expect(await run.launch()).toEqual(handles[0]); // also when it has ended meanwhile
        expect(handles[1]).toEqual(handles[0]);
        expect(handles[2]).toEqual(handles[0]);
        expect(await run.texts()).toEqual(['began']);
        expect(await ownedOf(run)).toHaveLength(1);
      });

      test('a launcher that died before it could remember is followed by one that finds the container', async () => {
        const run = trial({ lines: ['began'], seconds: 'forever' });
        const handle = await run.launch();
        const successor = world().another();
        expect(await run.launch(successor)).toEqual(handle);
        expect(await ownedOf(run, successor)).toHaveLength(1);
        await printed(run, 'began');
        await successor.stop(handle, 1, 'the test is over');
        await run.exit(successor);
        expect(await run.texts()).toEqual(['began']);
      });

      test('many launches of one token at the same time start one container', async () => {
        const run = trial({ lines: ['began'] });
        const engines = [world().engine, world().another()];
        const handles = await Promise.all([...engines, ...engines, ...engines].map((engine) => run.launch(engine)));
        for (const handle of handles) expect(handle).toEqual(handles[0]);
        await run.exit();
        expect(await run.texts()).toEqual(['began']);
        expect(await ownedOf(run)).toHaveLength(1);
      });

      test('two tokens are two containers', async () => {
        const [one, other] = [trial({ exit: 1 }), trial({ exit: 2 })];
        expect(await one.launch()).not.toEqual(await other.launch());
        expect((await one.exit()).code).toBe(1);
        expect((await other.exit()).code).toBe(2);
      });

      test('what is prepared is plain JSON and the same each time', () => {
        const run = trial({ lines: ['x'] });
        const request = world().engine.prepare(run.spec);
        expect(JSON.parse(JSON.stringify(request))).toEqual(request);
        expect(world().another().prepare(run.spec)).toEqual(request);
      });
    });

    describe('inspect', () => {
      test('a command that ends with 0 has succeeded', async () => {
        const before = Date.now();
        const run = trial({});
        await run.launch();
        const exit = await run.exit();
        expect(exit).toMatchObject({ code: 0, endedByItself: true, outOfMemory: false });
        expect(outcomeOf(exit)).toEqual({ kind: 'succeeded' });
        // File systems and daemons stamp by coarser clocks than ours.
        expect(exit.endedAt ?? before).toBeGreaterThan(before - 2_000);
        expect(exit.startedAt ?? 0).toBeLessThanOrEqual(exit.endedAt ?? Infinity);
      });

      test.each([1, 3, 42, 255])('a command that ends with %d is told with just that code', async (code) => {
        const run = trial({ exit: code });
        await run.launch();
        const exit = await run.exit();
        expect(exit).toMatchObject({ code, endedByItself: true });
        expect(outcomeOf(exit)).toMatchObject({ kind: 'failed', failure: { code: 'exit-code', exitCode: code } });
      });

      test('a container that lives is running, and its end is told again as often as it is asked', async () => {
        const run = trial({ seconds: 0.5, exit: 7 });
        await run.launch();
        const { since } = await run.until('running');
        expect(Math.abs(since - Date.now())).toBeLessThan(20_000);
        const exit = await run.exit();
        expect(await run.observe()).toEqual({ kind: 'ended', exit });
        expect(await run.observe(world().another())).toEqual({ kind: 'ended', exit });
      });

      test('a batch is answered in its order, with unknown containers among it', async () => {
        const [gone, ended, running] = [trial({}), trial({ exit: 5 }), trial({ seconds: 'forever' })];
        for (const run of [gone, ended, running]) await run.launch();
        await gone.exit();
        await world().engine.forget(gone.handle);
        await ended.exit();
        await running.until('running');
        const handles = [running.handle, gone.handle, ended.handle, running.handle];
        const seen = await world().engine.inspect(handles);
        expect(seen.map(({ kind }) => kind)).toEqual(['running', 'unknown', 'ended', 'running']);
        expect(await world().engine.inspect([])).toEqual([]);
        await world().engine.stop(running.handle, 0, 'the test is over');
      });

      test('somebody who listens for changes may stop listening at any time', async () => {
        const run = trial({ seconds: 0.3 });
        await run.launch();
        let heard = 0;
        const [first, second] = [0, 1].map(() => world().engine.onChange(run.handle, () => (heard += 1)));
        first?.();
        first?.();
        await run.exit();
        second?.();
        await new Promise((resolve) => setImmediate(resolve));
        const atTheEnd = heard;
        await world().engine.forget(run.handle);
        expect(heard).toBe(atTheEnd);
      });
    });

    describe('stop', () => {
      test('a polite stop is heard by the command, which may still say something', async () => {
        const run = trial({ lines: ['ready'], seconds: 'forever', onStop: { line: 'bye', exit: 9 } });
        await run.launch();
        await printed(run, 'ready');
        expect(await world().engine.stop(run.handle, 20, 'cancelled by ada')).toBe('stopping');
        expect(await run.exit()).toMatchObject({ code: 9, endedByItself: false });
        expect((await run.texts()).filter((text) => text !== 'Terminated')).toEqual(['ready', 'bye']);
      });

      test('a command that does not listen is killed after the grace, and not before', async () => {
        const run = trial({ lines: ['ready'], seconds: 'forever', onStop: 'ignore' });
        await run.launch();
        await printed(run, 'ready');
        const asked = Date.now();
        expect(await world().engine.stop(run.handle, 1, 'run-timeout')).toBe('stopping');
        const exit = await run.exit();
        expect(Date.now() - asked).toBeGreaterThanOrEqual(950);
        expect(exit.endedByItself).toBe(false);
        expect(exit.signal === 'SIGKILL' || exit.code === 137).toBe(true);
        expect(await run.texts()).toEqual(['ready']);
      });

      test('a second stop with less grace is obeyed', async () => {
        const run = trial({ lines: ['ready'], seconds: 'forever', onStop: 'ignore' });
        await run.launch();
        await printed(run, 'ready');
        await world().engine.stop(run.handle, 600, 'patient');
        expect(await world().another().stop(run.handle, 0, 'impatient')).toBe('stopping');
        expect((await run.exit()).endedByItself).toBe(false);
      });

      test('stopping what has ended is no error and does not change how it ended', async () => {
        const run = trial({ exit: 4 });
        await run.launch();
        const exit = await run.exit();
        expect(await world().engine.stop(run.handle, 1, 'too late')).toBe('already-ended');
        expect(await run.observe()).toEqual({ kind: 'ended', exit });
        expect(exit).toMatchObject({ code: 4, endedByItself: true });
      });

      test('a stop right after the launch is obeyed as well', async () => {
        const run = trial({ seconds: 'forever' });
        await run.launch();
        await world().engine.stop(run.handle, 20, 'changed my mind');
        const started = Date.now();
        expect((await run.exit()).endedByItself).toBe(false);
        expect(Date.now() - started).toBeLessThan(15_000);
      });
    });

    describe('owned and forget', () => {
      test('everything of this installation is listed, living or ended, until it is forgotten', async () => {
        const [living, ended] = [trial({ seconds: 'forever' }), trial({})];
        await living.launch();
        await ended.launch();
        await living.until('running');
        await ended.exit();
        expect(await ownedOf(living)).toEqual([{ token: living.token, handle: living.handle, running: true }]);
        expect(await ownedOf(ended)).toEqual([{ token: ended.token, handle: ended.handle, running: false }]);
        await world().engine.forget(ended.handle);
        await world().engine.forget(ended.handle);
        expect(await ownedOf(ended)).toEqual([]);
        expect(await ended.observe()).toEqual({ kind: 'unknown' });
        await world().engine.stop(living.handle, 0, 'the test is over');
        await living.exit();
      });

      test('forgetting does no harm to a container that lives', async () => {
        const run = trial({ seconds: 'forever' });
        await run.launch();
        await run.until('running');
        await world()
          .engine.forget(run.handle)
          .catch(() => undefined); // refusing is as good as ignoring
        expect((await run.observe()).kind).toBe('running');
        await world().engine.stop(run.handle, 0, 'the test is over');
        await run.exit();
      });

      test('what belongs to another installation is not listed', async () => {
        const run = new Trial(world(), world().command({}), { labels: { 'flotilla.installation': 'somebody-else' } });
        await run.launch();
        await run.exit();
        expect(await ownedOf(run)).toEqual([]);
        await world().engine.forget(run.handle);
      });
    });

    test('an engine describes itself', () => {
      const about = world().engine.describe();
      expect(about.kind).not.toBe('');
      expect(about.pollSeconds).toBeGreaterThan(0);
      expect(about.logSettleSeconds).toBeGreaterThanOrEqual(0);
      if (offers.commands === true)
        expect(about.features).toMatchObject({
          images: offers.images === true,
          outOfMemory: offers.outOfMemory === true,
        });
    });

    engineLogsContract(world, trial);
    if (offers.commands === true) engineOutputContract(world);
    if (offers.commands === true) engineCommandsContract(world, offers);
  });
}

const ownedOf = async (run: Trial, engine = run.world.engine) =>
  (await engine.owned()).filter(({ token }) => token === run.token);

const printed = (run: Trial, text: string) =>
  eventually(async () => {
    const { lines } = await run.world.engine.logs(run.handle, '', 100);
    return lines.some((line) => line.text === text) ? true : undefined;
  }, `the line "${text}"`);
