import { expect, test } from '@jest/globals';
import { amountWords, byteWords, counted, listed, memoryWords, needWords, useWords } from './amount-words.js';

test('memory is told in the larger unit, and never as more than there is', () => {
  expect([512, 1024, 1536, 11_981, 12_287, 12_288, 1024 * 1536].map(memoryWords)).toEqual([
    '512 MiB',
    '1 GiB',
    '1.5 GiB',
    '11.7 GiB',
    '11.9 GiB',
    '12 GiB',
    '1.5 TiB',
  ]);
});

test('a size is told in the larger unit', () => {
  expect([412, 8_390, 64_000_000, 2_999_999_999].map(byteWords)).toEqual(['412 B', '8.39 kB', '64 MB', '2.99 GB']);
});

test('an amount has the unit of its dimension', () => {
  expect(amountWords('slots', 1)).toBe('1 slot');
  expect([0.5, 1, 2].map((n) => amountWords('cpu', n))).toEqual(['0.5 CPU', '1 CPU', '2 CPUs']);
  expect(amountWords('gpu', 2)).toBe('2 GPUs');
});

test('what a run does not use is no need of it', () => {
  expect(needWords({ slots: 1, cpu: 0.5, memoryMiB: 2048, gpu: 0 })).toBe('0.5 CPU, 2 GiB');
});

test('what is in use is told beside its limit', () => {
  expect(useWords('slots', 2, 4)).toBe('2 of 4');
  expect(useWords('memoryMiB', 1536, 8192)).toBe('1.5 GiB of 8 GiB');
  expect(useWords('cpu', 2, undefined)).toBe('2 (no limit)');
});

test('things are counted and listed as people do', () => {
  expect([counted(1, 'time'), counted(0, 'time'), counted(2, 'time has', 'times have')]).toEqual([
    '1 time',
    '0 times',
    '2 times have',
  ]);
  expect([listed([]), listed(['a']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
});
