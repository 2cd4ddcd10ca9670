import { expect, test } from '@jest/globals';
import { aheadWords, type AnyHindrance, hindranceWords } from './waiting-words.js';

const NOW = Date.parse('2026-11-24T08:00:00.000Z');

test.each<[string, AnyHindrance | undefined]>([
  ['it is about to start', undefined],
  ['no slot is free', { kind: 'limit', dimensions: ['slots'] }],
  ['too little CPU is free and too little memory is free', { kind: 'limit', dimensions: ['cpu', 'memoryMiB'] }],
  [
    'too little CPU is free; it has waited long, and what becomes free is kept for it',
    { kind: 'limit', dimensions: ['cpu'], isKeptFor: true },
  ],
  ['what is free is kept for train', { kind: 'reserved', name: 'train' }],
  ['its job allows one run at a time', { kind: 'concurrency', limit: 1 }],
  ['its job allows 3 runs at a time', { kind: 'concurrency', limit: 3 }],
  ['the cluster is paused', { kind: 'paused' }],
  ['it is tried again in 1 min 5 s', { kind: 'backoff', until: NOW + 64_001 }],
  ['it is tried again in 5 s', { kind: 'backoff', until: '2026-11-24T08:00:05.000Z' }],
  ['it is tried again in 1 s', { kind: 'backoff', until: NOW - 1 }],
])('a waiting run is told: %s', (words, hindrance) => {
  expect(hindranceWords(hindrance, NOW)).toBe(words);
});

test('those ahead that are not named are counted', () => {
  const aheadBy = [{ name: 'report', owner: 'ada', count: 3 }];
  expect(aheadWords({ ahead: 3, aheadBy })).toBe('3 of report (ada)');
  expect(aheadWords({ ahead: 4, aheadBy })).toBe('3 of report (ada), 1 other');
  expect(aheadWords({ ahead: 0 })).toBe('');
});
