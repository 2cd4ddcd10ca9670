import { describe, expect, test } from '@jest/globals';
import { type Cron, countCronMinutes, cronMatches, readCron } from './cron.js';

function cronOf(line: string): Cron {
  const read = readCron(line);
  if (read.kind === 'wrong') throw new Error(read.message);
  return read.cron;
}
const sorted = (numbers: ReadonlySet<number>): number[] => [...numbers].sort((a, b) => a - b);
const wall = (year: number, month: number, day: number, hour: number, minute: number) => ({
  year,
  month,
  day,
  hour,
  minute,
  second: 0,
});

describe('a cron line', () => {
  test('is read field by field: stars, lists, ranges, steps and names', () => {
    const cron = cronOf('*/15 8-10 1,15 jan-mar mon-fri/2');
    expect(sorted(cron.minutes)).toEqual([0, 15, 30, 45]);
    expect(sorted(cron.hours)).toEqual([8, 9, 10]);
    expect(sorted(cron.days)).toEqual([1, 15]);
    expect(sorted(cron.months)).toEqual([1, 2, 3]);
    expect(sorted(cron.weekdays)).toEqual([1, 3, 5]);
    expect(sorted(cronOf('5/20 * * * *').minutes)).toEqual([5, 25, 45]);
    expect(sorted(cronOf('0 0 * * 7').weekdays)).toEqual([0]);
  });

  test('may be a name, which is spelled out', () => {
    expect(cronOf('@daily').text).toBe('0 0 * * *');
    expect(cronOf(' @Hourly ').text).toBe('0 * * * *');
    expect(cronOf('0  6 *  * *').text).toBe('0 6 * * *');
  });

  test.each([
    ['61 * * * *', 'minute: 61 is not between 0 and 59'],
    ['0 25 * * *', 'hour: 25 is not between 0 and 23'],
    ['0 0 0 * *', 'day of month: 0 is not between 1 and 31'],
    ['0 0 L * *', 'day of month: "L" is not understood'],
    ['0 0 * foo *', 'month: "foo" is not understood'],
    ['0 0 * * fri-mon', 'day of week: "fri-mon" goes backwards; write two parts with a comma'],
    ['*/0 * * * *', 'minute: a step is 1 or more'],
    ['0 0 * *', 'has 4 fields; write five: minute, hour, day of month, month, day of week'],
    ['0 0 0 * * *', 'has 6 fields; write five: minute, hour, day of month, month, day of week'],
  ])('%s is refused with the field and the reason', (line, message) => {
    expect(readCron(line)).toEqual({ kind: 'wrong', message });
  });

  test('that is a name nobody knows is refused with the names that there are', () => {
    expect(readCron('@every 5m')).toMatchObject({ kind: 'wrong', message: expect.stringContaining('@daily') });
  });

  test('with a day of the month and a day of the week matches where both do', () => {
    const cron = cronOf('0 9 1 * mon');
    expect(cron.hasBothDays).toBe(true);
    expect(cronMatches(cron, wall(2027, 2, 1, 9, 0))).toBe(true); // a Monday
    expect(cronMatches(cron, wall(2027, 3, 2, 9, 0))).toBe(false);
    expect(cronMatches(cron, wall(2027, 1, 1, 9, 0))).toBe(false); // a Friday
    expect(cronOf('0 9 * * mon').hasBothDays).toBe(false);
  });

  test('tells how many minutes it names in a window', () => {
    const day = 86_400_000;
    expect(countCronMinutes(cronOf('* * * * *'), 0, 10 * day - 1)).toBe(14_400);
    expect(countCronMinutes(cronOf('0 6 * * mon'), 0, 14 * day - 1)).toBe(2);
  });
});
