import { expect, test } from '@jest/globals';
import { attemptWords } from './attempt-words.js';

test('one attempt is not said to be the only one: failures of the infrastructure are tried again', () => {
  expect(attemptWords({ attempts: 1, on: ['infrastructure'] })).toBe(
    '1, and up to 3 more after failures of the infrastructure',
  );
});

test('several attempts are told with what they are for', () => {
  expect(attemptWords({ attempts: 3, on: ['out-of-memory', 'exit-code'] })).toBe(
    'up to 3 (on out-of-memory, exit-code), and up to 3 more after failures of the infrastructure',
  );
});
