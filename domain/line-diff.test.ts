import { expect, test } from '@jest/globals';
import { lineDiff, nearChanges } from './line-diff.js';

const told = (before: string[], after: string[]) => lineDiff(before, after).map(({ mark, text }) => mark + text);

test('a changed line is told as removed and added, and the rest is kept', () => {
  expect(told(['a', 'b', 'c'], ['a', 'x', 'c'])).toEqual([' a', '-b', '+x', ' c']);
});

test('lines can come and go at both ends', () => {
  expect(told(['a', 'b'], ['z', 'a'])).toEqual(['+z', ' a', '-b']);
  expect(told([], ['a'])).toEqual(['+a']);
});

test('far from a change, lines are left out', () => {
  const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const lines = nearChanges(lineDiff(before, [...before.slice(0, 3), 'x', ...before.slice(4)]), 1);
  expect(lines.map((line) => (line === 'gap' ? '…' : `${line.mark}${line.text}`))).toEqual([
    '…',
    ' c',
    '-d',
    '+x',
    ' e',
    '…',
  ]);
});
