import { expect, test } from '@jest/globals';
import type { RunState } from '../../../domain/run-state.js';
import { mayBeStopped } from './may-be-stopped.js';

const runs = (...states: RunState[]) => states.map((state) => ({ state }));

test('older runs may still wait where all that have been read have ended', () => {
  expect(mayBeStopped(runs('succeeded', 'failed'), { hasMore: true })).toBe(true);
  expect(mayBeStopped(runs('succeeded'), { states: ['succeeded', 'queued'], hasMore: true })).toBe(true);
});

test('nothing can be stopped of a whole list that has ended, nor of an empty one', () => {
  expect(mayBeStopped(runs('succeeded', 'failed'), { hasMore: false })).toBe(false);
  expect(mayBeStopped([], { hasMore: false })).toBe(false);
  expect(mayBeStopped(runs('succeeded', 'queued'), { hasMore: false })).toBe(true);
});

test('nothing can be stopped where only ended runs are asked for, however many there are', () => {
  expect(mayBeStopped(runs('succeeded'), { states: ['succeeded', 'failed'], hasMore: true })).toBe(false);
});
