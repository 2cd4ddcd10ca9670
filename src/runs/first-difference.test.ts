import { expect, test } from '@jest/globals';
import { firstDifference, type ReadLines } from './first-difference.js';

/** A log of these lines, read in pages. */
const log =
  (texts: readonly string[]): ReadLines =>
  (from, limit) =>
    Promise.resolve(
      texts.slice(from - 1, from - 1 + limit).map((text, index) => ({ number: from + index, at: 0, text })),
    );
const many = (count: number, last: string) => [...Array.from({ length: count - 1 }, (_, n) => `line ${n}`), last];
const texts = (lines: readonly { text: string }[]) => lines.map(({ text }) => text);

test('the first line that differs is found, with what stood before it and what comes after', async () => {
  const found = await firstDifference(log(['a', 'b', 'c', 'd', 'e']), log(['a', 'b', 'c', 'x']), [], 1000);
  expect(found).toMatchObject({ differsAt: 4, isWhole: true });
  expect([found.before, found.a, found.b].map(texts)).toEqual([['a', 'b', 'c'], ['d', 'e'], ['x']]);
});

test('one that ends earlier differs behind its end', async () => {
  const found = await firstDifference(log(['a']), log(['a', 'b']), [], 1000);
  expect([found.differsAt, texts(found.a), texts(found.b)]).toEqual([2, [], ['b']]);
});

test('times and the runs themselves are no difference', async () => {
  const a = ['2026-11-24T08:30:00.123Z run A begins', '[08:30:01,5] done on 2026-11-24'];
  const b = ['2026-11-25T09:31:00Z run B begins', '[09:00:01] done on 2026-11-25'];
  expect((await firstDifference(log(a), log(b), ['A', 'B'], 1000)).differsAt).toBeUndefined();
  expect((await firstDifference(log(['took 5 s']), log(['took 6 s']), [], 1000)).differsAt).toBe(1);
});

test('long logs are read page by page, up to a limit', async () => {
  const [a, b] = [log(many(1500, 'one end')), log(many(1500, 'another'))];
  const found = await firstDifference(a, b, [], 2000);
  expect([found.differsAt, texts(found.before).at(-1)]).toEqual([1500, 'line 1498']);
  expect(await firstDifference(a, b, [], 1000)).toMatchObject({ compared: 1000, isWhole: false });
  expect(await firstDifference(a, a, [], 2000)).toMatchObject({ compared: 1500, isWhole: true, a: [] });
  expect(await firstDifference(log([]), log([]), [], 10)).toMatchObject({ compared: 0, isWhole: true });
});
