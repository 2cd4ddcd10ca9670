import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ulid } from 'ulid';
import { firstUlidOf } from './first-ulid-of.js';

test('no id made at that time is smaller, and none made before is as large', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 2 ** 48 - 1 }), (time) => {
      expect(firstUlidOf(time) <= ulid(time)).toBe(true);
      expect(ulid(time - 1) < firstUlidOf(time)).toBe(true);
    }),
  );
});

test('times that no id can have are the first or the last one', () => {
  expect(firstUlidOf(-5)).toBe(firstUlidOf(0));
  expect(firstUlidOf(Infinity)).toBe(firstUlidOf(2 ** 48 - 1));
});
