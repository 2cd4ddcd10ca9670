import { describe, expect, test } from '@jest/globals';
import { readCron } from './cron.js';
import { previewEntries } from './preview.js';
import { isTimeZone, offsetAt, wallTime } from './zone.js';

const ZONE = 'Europe/Berlin';
const at = (...times: string[]): number[] => times.map((time) => Date.parse(time));
const cronOf = (line: string) => {
  const read = readCron(line);
  return read.kind === 'cron' ? read.cron : undefined;
};

describe('the preview of times', () => {
  test('shows them as a clock in the zone does', () => {
    const times = at('2026-11-26T01:30:00Z', '2026-11-27T01:30:00Z');
    expect(previewEntries(times, times[0] ?? 0, ZONE, cronOf('30 2 * * *'))).toEqual([
      { kind: 'fires', at: times[0], wall: '2026-11-26 02:30', offset: '+01:00' },
      { kind: 'fires', at: times[1], wall: '2026-11-27 02:30', offset: '+01:00' },
    ]);
  });

  test('marks a time that the clocks skip in spring', () => {
    const times = at('2027-03-27T01:30:00Z', '2027-03-29T00:30:00Z');
    const entries = previewEntries(times, times[0] ?? 0, ZONE, cronOf('30 2 * * *'));
    expect(entries.map(({ kind, wall }) => [kind, wall])).toEqual([
      ['fires', '2027-03-27 02:30'],
      ['skipped', '2027-03-28 02:30'],
      ['fires', '2027-03-29 02:30'],
    ]);
    expect(entries[1]?.note).toBe('The clocks go forward: there is no 02:30 on this day, so it does not fire then.');
  });

  test('counts many skipped times together', () => {
    const times = at('2027-03-28T00:50:00Z', '2027-03-28T01:00:00Z');
    const [, skipped] = previewEntries(times, times[0] ?? 0, ZONE, cronOf('*/10 * * * *'));
    expect(skipped).toMatchObject({ kind: 'skipped', note: expect.stringContaining('(nor 5 more up to 02:50)') });
  });

  test('marks both times of an hour that comes twice in autumn', () => {
    const times = at('2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z');
    const entries = previewEntries(times, times[0] ?? 0, ZONE, cronOf('30 2 * * *'));
    expect(entries.map(({ wall, offset }) => [wall, offset])).toEqual([
      ['2026-10-25 02:30', '+02:00'],
      ['2026-10-25 02:30', '+01:00'],
    ]);
    expect(entries[0]?.note).toContain('fires both times; this is the first');
    expect(entries[1]?.note).toContain('fires both times; this is the second');
  });

  test('says so where only one of the two is taken', () => {
    const [entry] = previewEntries(at('2026-10-25T01:30:00Z'), Date.parse('2026-10-24T00:00:00Z'), ZONE, undefined);
    expect(entry?.note).toBe('The clocks go back: 02:30 comes twice; it fires at the second only.');
  });

  test('marks a time that the change has moved off its line', () => {
    const [entry] = previewEntries(
      at('2026-10-25T02:30:00Z'),
      Date.parse('2026-10-24T00:00:00Z'),
      ZONE,
      cronOf('30 2 * * *'),
    );
    expect(entry).toMatchObject({ wall: '2026-10-25 03:30', note: expect.stringContaining('moves it to 03:30') });
  });

  test('has nothing to mark in UTC, and nothing to show without times', () => {
    const times = at('2027-03-28T02:30:00Z');
    expect(previewEntries(times, times[0] ?? 0, 'UTC', cronOf('30 2 * * *'))[0]).not.toHaveProperty('note');
    expect(previewEntries([], 0, ZONE, undefined)).toEqual([]);
  });
});

describe('a time zone', () => {
  test('is known by its name', () => {
    expect(['UTC', 'Europe/Berlin', 'Asia/Kathmandu'].map(isTimeZone)).toEqual([true, true, true]);
    expect(['Mars/Phobos', '', 'Berlin'].map(isTimeZone)).toEqual([false, false, false]);
  });

  test('has its offset, quarter hours included', () => {
    expect(offsetAt(Date.parse('2026-07-01T00:00:00Z'), 'Europe/Berlin')).toBe(7_200_000);
    expect(offsetAt(Date.parse('2026-07-01T00:00:00Z'), 'Asia/Kathmandu')).toBe(20_700_000);
    expect(wallTime(Date.parse('2026-12-31T23:30:05Z'), 'Asia/Tokyo')).toEqual({
      year: 2027,
      month: 1,
      day: 1,
      hour: 8,
      minute: 30,
      second: 5,
    });
  });
});
