import { expect, test } from '@jest/globals';
import { startWords } from './start-words.js';

const MINUTE = 60_000;
const in_ = (earliest: number, latest: number, samples = 12) =>
  startWords({ earliest: earliest * MINUTE, latest: latest * MINUTE, samples }, 'no-history', 0);

test.each([
  [in_(3, 8), 'It should start in 3 min to 8 min, judged by 12 past runs.'],
  [in_(0, 8, 1), 'It should start within 8 min, judged by one past run.'],
  [in_(0, 0.2), 'It should start within a minute, judged by 12 past runs.'],
  [in_(100, 110), 'It should start in about 2 h, judged by 12 past runs.'],
  [in_(100, 6000), 'It should start in 2 h to 4 days, judged by 12 past runs.'],
  [
    startWords(undefined, 'no-history', 0),
    'When it should start cannot be said: there is no history yet to judge it by.',
  ],
  [startWords(undefined, 'paused', 0), 'When it starts cannot be said before the cluster is resumed.'],
  [startWords(undefined, 'too-large', 0), "It cannot start before the cluster's limits are raised."],
  [
    startWords(undefined, 'far-behind', 0),
    'When it should start cannot be said: it is too far behind, or has only just come.',
  ],
])('%s', (words, expected) => {
  expect(words).toBe(expected);
});
