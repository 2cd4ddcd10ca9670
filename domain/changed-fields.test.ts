import { expect, test } from '@jest/globals';
import { changedFields } from './changed-fields.js';

test('only what differs is told, as it was and as it is', () => {
  expect(
    changedFields({ slots: 4, cpu: 2, engine: { a: 1, b: [1] } }, { slots: 8, gpu: 1, engine: { b: [1], a: 1 } }),
  ).toEqual({
    before: { slots: 4, cpu: 2 },
    after: { slots: 8, gpu: 1 },
  });
});

test('lists differ by their order, and from objects that look like them', () => {
  expect(changedFields({ a: [1, 2], b: [1], c: null }, { a: [2, 1], b: { 0: 1 }, c: null })).toEqual({
    before: { a: [1, 2], b: [1] },
    after: { a: [2, 1], b: { 0: 1 } },
  });
});
