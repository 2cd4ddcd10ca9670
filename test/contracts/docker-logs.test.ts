import { expect, test } from '@jest/globals';
import { clipMark, MAX_LINE_BYTES } from '../../domain/log-line.js';
import { describeInDocker } from '../docker/docker-world.js';
import { Trial } from './engine-world.js';

describeInDocker('logs in Docker', (world) => {
  test('200,000 lines are complete and in order, read while they are written', async () => {
    const run = new Trial(world(), 'seq 1 200000');
    await run.launch();
    const texts = await run.texts(5000);
    expect(texts).toHaveLength(200_000);
    expect(texts.findIndex((text, index) => text !== String(index + 1))).toBe(-1);
  });

  test('a line of 50 MB is clipped without being held', async () => {
    const run = new Trial(world(), "head -c 50000000 /dev/zero | tr '\\0' b; echo; echo after");
    await run.launch();
    const clipped = 'b'.repeat(MAX_LINE_BYTES) + clipMark(50_000_000 - MAX_LINE_BYTES);
    expect((await run.texts()).map((text) => text === clipped || text)).toEqual([true, 'after']);
  });

  test('a new reader goes on from any page, also where long lines of both streams are mixed', async () => {
    const part = "head -c 20000 /dev/zero | tr '\\0' x";
    const run = new Trial(
      world(),
      `for i in 1 2 3; do ${part}; { ${part}; echo "e$i"; } >&2; ${part}; echo "o$i"; done`,
    );
    await run.launch();
    await run.exit();
    const whole = await run.log();
    // Which stream's line is complete first is up to the pipes.
    expect(whole.map(({ text, stream }) => `${stream} ${text.length} ${text.slice(-2)}`).toSorted()).toEqual([
      ...[1, 2, 3].map((i) => `stderr 20002 e${i}`),
      ...[1, 2, 3].map((i) => `stdout 40002 o${i}`),
    ]);
    const fresh = Array.from({ length: whole.length + 1 }, () => world().another());
    expect(await run.log(1, fresh)).toEqual(whole);
  });

  test('somebody who listens hears of every new line', async () => {
    const run = new Trial(world(), 'sleep 0.5; echo first; sleep 0.5; echo second');
    await run.launch();
    const seen: string[] = [];
    let cursor = '';
    await run.atChanges(async () => {
      const page = await world().engine.logs(run.handle, cursor, 10);
      seen.push(...page.lines.map(({ text }) => text));
      cursor = page.next;
      return seen.length < 2 ? undefined : true;
    });
    expect(seen).toEqual(['first', 'second']);
  });
});
