import { describe, expect, test } from '@jest/globals';
import { clipMark, MAX_LINE_BYTES } from '../../domain/log-line.js';
import { eventually, Trial, type Behaviour, type EngineWorld } from './engine-world.js';

/** What every engine promises about logs; part of `engineContract`. */
export function engineLogsContract(world: () => EngineWorld, trial: (behaviour: Behaviour) => Trial): void {
  describe('logs', () => {
    test('lines come in order, each once, in pages of any size, to whichever engine is asked', async () => {
      const lines = Array.from({ length: 50 }, (_, i) => `line ${i}`);
      const run = trial({ lines });
      await run.launch();
      await run.exit();
      for (const limit of [1, 7, 1000]) expect(await run.texts(limit)).toEqual(lines);
      const inTurns = await run.log(3, [world().engine, world().another()]);
      expect(inTurns.map(({ text }) => text)).toEqual(lines);
    });

    test('the same cursor gives the same lines first', async () => {
      const run = trial({ lines: ['a', 'b', 'c', 'd'] });
      await run.launch();
      await run.exit();
      const first = await world().engine.logs(run.handle, '', 2);
      const again = await world().another().logs(run.handle, '', 3);
      expect(again.lines.slice(0, 2).map(({ text }) => text)).toEqual(first.lines.map(({ text }) => text));
      const second = await world().another().logs(run.handle, first.next, 100);
      expect([...first.lines, ...second.lines].map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd']);
    });

    test('a line is there while the command still runs, and the log is complete only after its end', async () => {
      const run = trial({ lines: ['early'], seconds: 'forever' });
      await run.launch();
      const page = await eventually(async () => {
        const { lines, complete, next } = await world().engine.logs(run.handle, '', 10);
        return lines.length > 0 ? { lines, complete, next } : undefined;
      }, 'the first line');
      expect(page.lines.map(({ text }) => text)).toEqual(['early']);
      expect(Math.abs((page.lines[0]?.at ?? 0) - Date.now())).toBeLessThan(20_000);
      expect(page.complete).toBe(false);
      expect(await world().engine.logs(run.handle, page.next, 10)).toMatchObject({ lines: [], complete: false });
      await world().engine.stop(run.handle, 0, 'the test is over');
      await run.exit();
      expect(await run.texts()).toEqual(['early']);
    });

    test('a command that prints nothing has an empty, complete log', async () => {
      const run = trial({});
      await run.launch();
      await run.exit();
      expect(await run.log()).toEqual([]);
    });
  });
}

/** What engines that really run commands promise about their output; part of `engineContract`. */
export function engineOutputContract(world: () => EngineWorld): void {
  const shell = async (command: string) => {
    const run = new Trial(world(), command);
    await run.launch();
    await run.exit();
    return run;
  };

  describe('output', () => {
    test('ten thousand lines arrive complete and in order', async () => {
      const run = await shell('i=0; while [ $i -lt 10000 ]; do i=$((i+1)); echo "line $i"; done');
      expect(await run.texts(999)).toEqual(Array.from({ length: 10_000 }, (_, i) => `line ${i + 1}`));
    });

    test('a last line without an end is delivered when the command has ended', async () => {
      const run = await shell(String.raw`printf 'whole\nnot whole'`);
      expect(await run.texts(1)).toEqual(['whole', 'not whole']);
    });

    test('of a line that was redrawn the last state is kept', async () => {
      const run = await shell(String.raw`printf '10%%\r55%%\r100%%\r\nplain\r\n\r\nnext\r'`);
      expect(await run.texts()).toEqual(['100%', 'plain', '', 'next']);
    });

    test('bytes that are not text do no harm to the lines around them', async () => {
      const run = await shell(String.raw`echo before; printf 'a\000b\377c\033[31mred\033[0m\n'; echo 'after ü€𝄞'`);
      const [before, binary, after] = await run.texts();
      expect([before, after]).toEqual(['before', 'after ü€𝄞']);
      expect(binary).toBe('ab\ufffdc\u001b[31mred\u001b[0m');
    });

    test('random bytes come through as lines that can be stored', async () => {
      const run = await shell('head -c 300000 /dev/urandom; echo; echo after');
      const texts = await run.texts();
      expect(texts.at(-1)).toBe('after');
      for (const text of texts) {
        expect(Buffer.from(text).toString()).toBe(text);
        expect(text).not.toMatch(/[\0\n\r]/);
        expect(Buffer.byteLength(text)).toBeLessThan(MAX_LINE_BYTES + 100);
      }
    });

    test.each([70_000, 3_000_000])('a line of %d bytes is clipped, and says what is missing', async (size) => {
      const run = await shell(`echo before; head -c ${size} /dev/zero | tr '\\0' x; echo; echo after`);
      const [before, long = '', after, ...more] = await run.texts();
      expect([before, after, more]).toEqual(['before', 'after', []]);
      const kept = long.lastIndexOf('x') + 1;
      expect(long).toBe('x'.repeat(kept) + clipMark(size - kept));
      expect(kept).toBeLessThanOrEqual(MAX_LINE_BYTES);
      expect(kept).toBeGreaterThan(MAX_LINE_BYTES - 200);
    });

    test('what goes to stdout and stderr is all there, and each stream keeps its order', async () => {
      const run = await shell('for i in 1 2 3 4 5; do echo out $i; echo err $i >&2; done');
      const log = await run.log();
      const of = (word: string) => log.filter(({ text }) => text.startsWith(word));
      expect(of('out').map(({ text }) => text)).toEqual([1, 2, 3, 4, 5].map((i) => `out ${i}`));
      expect(of('err').map(({ text }) => text)).toEqual([1, 2, 3, 4, 5].map((i) => `err ${i}`));
      if (world().engine.describe().features.streams) {
        expect(new Set(of('out').map(({ stream }) => stream))).toEqual(new Set(['stdout']));
        expect(new Set(of('err').map(({ stream }) => stream))).toEqual(new Set(['stderr']));
      }
    });

    test('a command that opens /dev/stderr by name loses nothing of its log', async () => {
      const run = await shell('echo one; echo two >/dev/stderr; echo three; echo four >/dev/stdout; echo five');
      expect((await run.texts()).toSorted()).toEqual(['five', 'four', 'one', 'three', 'two']);
    });
  });
}
