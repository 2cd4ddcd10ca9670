import { expect, test } from '@jest/globals';
import { draftOf, queueOf } from './queue-draft.js';

test("a cluster's queue comes out of the form as it went in", () => {
  const queue = {
    fairShare: 'owner' as const,
    weights: { ada: 2, 'b c': 0.5 },
    agingSeconds: 60,
    reservationSeconds: 0,
  };
  expect(queueOf(draftOf(queue))).toEqual(queue);
});

test('weights are read as people write them', () => {
  const draft = { ...draftOf({ fairShare: 'group', weights: {}, agingSeconds: 0, reservationSeconds: 600 }) };
  expect(queueOf({ ...draft, weights: ' ada: 2\n\nbo=3\n' }).weights).toEqual({ ada: 2, bo: 3 });
  expect(queueOf({ ...draft, weights: 'ada' }).weights).toEqual({ ada: Number.NaN });
});
