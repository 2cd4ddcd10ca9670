import { expect, test } from '@jest/globals';
import { deedWords, detailLines } from './deed-words.js';

test('what was changed is told field by field, as it was and as it is', () => {
  const details = { before: { slots: 4, gone: [1] }, after: { slots: 8, fresh: 'x' }, reason: 'more machines' };
  expect(detailLines(details)).toEqual([
    { name: 'slots', before: '4', after: '8' },
    { name: 'gone', before: '[1]' },
    { name: 'fresh', after: 'x' },
    { name: 'reason', after: 'more machines' },
  ]);
  expect(detailLines({ after: { group: 'a', description: '', tags: [] } })).toEqual([{ name: 'group', after: 'a' }]);
  expect(detailLines({ before: { tags: ['x'] }, after: { tags: [] } })).toEqual([
    { name: 'tags', before: '["x"]', after: '[]' },
  ]);
  expect(detailLines({})).toEqual([]);
});

test('a deed that has no words of its own is told as it is written', () => {
  expect([deedWords('cluster.paused'), deedWords('fleet.set-sail')]).toEqual(['paused', 'set sail']);
});
