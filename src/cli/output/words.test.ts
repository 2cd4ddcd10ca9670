import { describe, expect, test } from '@jest/globals';
import { table } from './table.js';
import { duration, memory, pastTime } from './words.js';

describe('words for numbers', () => {
  test('a length of time is as exact as it matters', () => {
    const lengths = [400, 9_940, 9_960, 59_400, 59_600, 200_000, 3_600_000, 7_500_000, 356_400_000, -5];
    expect(lengths.map(duration)).toEqual([
      '0.4 s',
      '9.9 s',
      '10 s',
      '59 s',
      '1 min',
      '3 min 20 s',
      '1 h',
      '2 h 5 min',
      '4 d 3 h',
      '0.0 s',
    ]);
  });

  test('memory is told in the larger unit', () => {
    expect([512, 1024, 1536].map(memory)).toEqual(['512 MiB', '1 GiB', '1.5 GiB']);
  });

  test('a time in the past is a span or a date', () => {
    const now = Date.parse('2026-11-24T08:30:00.000Z');
    expect(pastTime('2h', now, '--since')).toBe('2026-11-24T06:30:00.000Z');
    expect(pastTime('2026-11-01T00:00:00Z', now, '--since')).toBe('2026-11-01T00:00:00.000Z');
    expect(() => pastTime('yesterday-ish', now, '--since')).toThrow('--since: "yesterday-ish" is no time');
  });

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
});
