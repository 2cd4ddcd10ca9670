import { expect, test } from '@jest/globals';
import { Name } from '../../../domain/contract/basics.js';
import { freeName } from './free-name.js';

test('the first schedule of a job is called like the job, another one with the next number that is free', () => {
  expect(freeName('report', [])).toBe('report');
  expect(freeName('report', ['reports', 'nightly-report'])).toBe('report');
  expect(freeName('report', ['report'])).toBe('report-2');
  expect(freeName('report', ['report', 'report-3', 'report-2'])).toBe('report-4');
});

test('the longest name of a job still makes a name', () => {
  const longest = 'a'.repeat(63);
  const taken = [longest];
  while (taken.length < 12) taken.push(freeName(longest, taken));
  expect(new Set(taken).size).toBe(12);
  expect(taken.filter((name) => !Name.safeParse(name).success)).toEqual([]);
});
