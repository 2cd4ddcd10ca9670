import { expect, test } from '@jest/globals';
import { table } from './table.js';

test('a table leaves out columns in which there is nothing', () => {
  expect(
    table(
      ['A', 'B', 'C'],
      [
        ['1', '', 'x'],
        ['22', '', 'y'],
      ],
    ),
  ).toBe('A    C\n1    x\n22   y\n');
});
