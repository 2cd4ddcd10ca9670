import { expect, test } from '@jest/globals';
import { durationWords, spanWords } from './duration-words.js';

test.each([
  [0, '0.0 s'],
  [430, '0.4 s'],
  [9_999, '9.9 s'],
  [12_700, '12 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [185_900, '3 min 5 s'],
  [3_600_000, '1 h'],
  [3_720_000, '1 h 2 min'],
  [7_199_000, '1 h 59 min'],
  [183_600_000, '2 d 3 h'],
  [-5, '0.0 s'],
])('%i ms are %s', (milliseconds, words) => {
  expect(durationWords(milliseconds)).toBe(words);
});

test('a limit is told without what is zero', () => {
  expect([0, 900, 5400, 604_800, 90_061].map((seconds) => spanWords(seconds))).toEqual([
    '0 s',
    '15 min',
    '1 h 30 min',
    '7 d',
    '1 d 1 h 1 min 1 s',
  ]);
});
