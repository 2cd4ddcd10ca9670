import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findChunk } from './find-chunk.js';

/** Answers for chunks with so many lines each, and counts how often it is asked. */
function chunksOf(counts: readonly number[]) {
  const firstLines: number[] = [];
  let line = 1;
  for (const count of counts) {
    firstLines.push(line);
    line += count;
  }
  const asked = { times: 0 };
  return {
    asked,
    firstLines,
    answer: (seqs: readonly number[]) => {
      asked.times += 1;
      const known = seqs.flatMap((seq) => (firstLines[seq] === undefined ? [] : [[seq, firstLines[seq]] as const]));
      return Promise.resolve(new Map(known));
    },
  };
}

describe('finding the chunk of a line', () => {
  test('finds the last one that begins at or before it', async () => {
    const scene = fc.tuple(
      fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 400 }),
      fc.integer({ min: 0, max: 30_000 }),
    );
    await fc.assert(
      fc.asyncProperty(scene, async ([counts, from]) => {
        const { firstLines, answer } = chunksOf(counts);
        const last = firstLines.findLastIndex((first) => first <= from);
        expect(await findChunk(from, answer)).toBe(last < 0 ? undefined : last);
      }),
    );
  });

  test('takes at most four questions for a log of a million lines', async () => {
    const { asked, answer } = chunksOf(Array.from({ length: 10_000 }, () => 100));
    for (const from of [1, 2, 99_999, 543_210, 1_000_000]) {
      asked.times = 0;
      expect(await findChunk(from, answer)).toBe(Math.floor((from - 1) / 100));
      expect(asked.times).toBeLessThanOrEqual(4);
    }
  });
});
