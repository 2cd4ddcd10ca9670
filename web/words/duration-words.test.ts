import { describe, expect, test } from '@jest/globals';
import { agoWords, durationWords, spanWords } from './duration-words.js';

describe('durations in words', () => {
  test.each([
    [0, '0.0 s'],
    [430, '0.4 s'],
    [9_999, '9.9 s'],
    [12_700, '12 s'],
    [185_000, '3 min 05 s'],
    [3_720_000, '1 h 02 min'],
    [183_600_000, '2 d 3 h'],
    [-5, '0.0 s'],
  ])('%i ms are %s', (milliseconds, words) => {
    expect(durationWords(milliseconds)).toBe(words);
  });

  test('what is long ago is told in days', () => {
    expect([4_000, 65_000, 7_300_000, 90_000_000, 260_000_000].map(agoWords)).toEqual([
      'just now',
      '1 min ago',
      '2 h ago',
      'yesterday',
      '3 days ago',
    ]);
  });

  test('a limit is told without what is zero', () => {
    expect([0, 900, 5400, 604_800, 90_061].map(spanWords)).toEqual([
      '0 s',
      '15 min',
      '1 h 30 min',
      '7 d',
      '1 d 1 h 1 min 1 s',
    ]);
  });
});
