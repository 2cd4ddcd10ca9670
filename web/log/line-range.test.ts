import { expect, test } from '@jest/globals';
import { lineRangeHash, parseLineRange, stretchTo } from './line-range.js';

test('a link to lines can be read and written', () => {
  expect(parseLineRange('#L120-L140')).toEqual({ from: 120, to: 140 });
  expect(parseLineRange('L7')).toEqual({ from: 7, to: 7 });
  expect([lineRangeHash({ from: 7, to: 7 }), lineRangeHash({ from: 3, to: 9 })]).toEqual(['L7', 'L3-L9']);
});

test('a link backwards means the same lines', () => {
  expect(parseLineRange('L9-L3')).toEqual({ from: 3, to: 9 });
});

test('another hash is no link to lines', () => {
  expect(['', '#top', '#L', '#L1-2-3'].map(parseLineRange)).toEqual([undefined, undefined, undefined, undefined]);
});

test('a click with Shift stretches the range to that line', () => {
  expect(stretchTo({ from: 5, to: 8 }, 2)).toEqual({ from: 2, to: 8 });
  expect(stretchTo({ from: 5, to: 8 }, 6)).toEqual({ from: 5, to: 6 });
  expect(stretchTo(undefined, 6)).toEqual({ from: 6, to: 6 });
});
