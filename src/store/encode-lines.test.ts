import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeLines, encodeLines } from './encode-lines.js';

const anyLine = fc.record(
  {
    at: fc.oneof(fc.integer({ min: 0, max: 4_102_444_800_000 }), fc.constant(1_700_000_000_000)),
    stream: fc.constantFrom('stdout' as const, 'stderr' as const),
    text: fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ maxLength: 300 }), fc.constant('')),
  },
  { requiredKeys: ['at', 'text'] },
);

test('lines come back exactly, whatever is in them and however their times jump', () => {
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 50 }), fc.nat(1_000_000), (lines, before) => {
      const numbered = lines.map((line, n) => ({ ...line, number: before + n + 1 }));
      expect(decodeLines(encodeLines(numbered), before + 1)).toStrictEqual(numbered);
    }),
  );
});

test('a line costs about three bytes on top of its text', () => {
  const lines = Array.from({ length: 1000 }, (_, n) => ({
    number: n + 1,
    at: 1_700_000_000_000 + n * 7,
    stream: 'stdout' as const,
    text: 'x'.repeat(80),
  }));
  expect(encodeLines(lines).length - 80_000).toBeLessThan(3_000);
});
