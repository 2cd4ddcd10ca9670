import { expect, test } from '@jest/globals';
import { aRun, aRunId, anAttempt } from '../test/contracts/builders.js';
import { orphanFate } from './orphan-fate.js';
import { emptyLog, type Run } from './run.js';

const HOUR = 3_600_000;
const id = aRunId(1);
const exit = { outOfMemory: false, endedByItself: true, reasons: [], code: 0 };
const [first, second] = [anAttempt(id, 1, 1), anAttempt(id, 1, 2)];
const running = aRun({ id, state: 'running', attempts: [first] });
const collected = { ...first, log: { ...emptyLog, complete: true } };

const fateOf = (run: Run | undefined, isRunning: boolean, unwantedFor?: number, cluster = running.snapshot.cluster) =>
  orphanFate({ token: first.token, running: isRunning }, { run, cluster, unwantedFor });

test.each([
  ['of the attempt that goes on', running, true, 'wanted'],
  ['of an attempt whose exit is recorded', aRun({ ...running, attempts: [{ ...first, exit }] }), true, 'stop'],
  ['of a run that is over', aRun({ ...running, state: 'failed' }), true, 'stop'],
  ['of an attempt that was given back to the queue', aRun({ ...running, state: 'queued' }), true, 'stop'],
  ['of a try that a later one has taken the place of', aRun({ ...running, attempts: [second] }), true, 'stop'],
  ['that has ended, and whose log is to be collected', aRun({ ...running, state: 'failed' }), false, 'wanted'],
  ['that has ended, and whose log is there', aRun({ ...running, attempts: [collected] }), false, 'forget'],
  ['that has ended, of a try that was replaced', aRun({ ...running, attempts: [second] }), false, 'forget'],
])('a container %s', (_, run, isRunning, fate) => {
  expect(fateOf(run, isRunning, 1)).toBe(fate);
  // Never at the first sighting.
  expect(fateOf(run, isRunning)).toBe(fate === 'wanted' ? 'wanted' : 'wait');
});

test('a container of a run that nobody knows is left alone for a day', () => {
  expect(fateOf(undefined, true, 23 * HOUR)).toBe('wait');
  expect(fateOf(undefined, true, 24 * HOUR)).toBe('stop');
  expect(fateOf(undefined, false, 24 * HOUR)).toBe('forget');
});

test('a container of a run that belongs to another cluster is for that one', () => {
  expect(fateOf(aRun({ ...running, state: 'failed' }), true, HOUR, 'another')).toBe('wanted');
});
