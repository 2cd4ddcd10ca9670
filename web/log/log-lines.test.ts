import { describe, expect, test } from '@jest/globals';
import { LogLines } from './log-lines.js';

const linesOf = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => ({
    n: from + i,
    at: '2026-11-24T08:00:00.000Z',
    text: `line ${from + i}`,
  }));

describe('the held part of a log', () => {
  test('what was put can be read, and nothing is missing there', () => {
    const log = new LogLines();
    log.put(linesOf(1, 40));
    expect([log.total, log.line(40)?.text, log.line(41), log.missing({ from: 1, to: 60 })]).toEqual([
      40,
      'line 40',
      undefined,
      undefined,
    ]);
  });

  test('a jump into the middle asks for the page around it', () => {
    const log = new LogLines();
    log.growTo(100_000);
    expect(log.missing({ from: 60_010, to: 60_050 })).toEqual({ from: 60_001, to: 60_500 });
  });

  test('a gap between what is held is asked for, and no more', () => {
    const log = new LogLines();
    log.growTo(2000);
    log.put(linesOf(1, 120));
    expect(log.missing({ from: 100, to: 140 })).toEqual({ from: 121, to: 500 });
  });

  test('the last page ends with the log', () => {
    const log = new LogLines();
    log.growTo(1203);
    expect(log.missing({ from: 1190, to: 1300 })).toEqual({ from: 1001, to: 1203 });
  });

  test('a log of a million lines is never held as a whole, and what is looked at stays', () => {
    const log = new LogLines();
    log.put(linesOf(1, 500));
    for (let from = 501; from <= 1_000_000; from += 10_000) {
      log.put(linesOf(from, from + 9999));
      log.missing({ from: 1, to: 30 });
    }
    const held = Array.from({ length: 1_000_000 }, (_, i) => log.line(i + 1)).filter(
      (line) => line !== undefined,
    ).length;
    expect(held).toBeLessThanOrEqual(40_000);
    expect(log.line(30)?.text).toBe('line 30');
  });
});
