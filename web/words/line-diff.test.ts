import { expect, test } from '@jest/globals';
import { lineDiff } from './line-diff.js';

const told = (before: string[], after: string[]) => lineDiff(before, after).map(({ mark, text }) => mark + text);

test('a changed line is told as removed and added, and the rest is kept', () => {
  expect(told(['a', 'b', 'c'], ['a', 'x', 'c'])).toEqual([' a', '-b', '+x', ' c']);
});

test('lines can come and go at both ends', () => {
  expect(told(['a', 'b'], ['z', 'a'])).toEqual(['+z', ' a', '-b']);
  expect(told([], ['a'])).toEqual(['+a']);
});
