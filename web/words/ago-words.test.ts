import { expect, test } from '@jest/globals';
import { agoWords } from './ago-words.js';

test('what is long ago is told in days', () => {
  expect([4_000, 65_000, 7_300_000, 90_000_000, 260_000_000].map(agoWords)).toEqual([
    'just now',
    '1 min ago',
    '2 h ago',
    'yesterday',
    '3 days ago',
  ]);
});
