import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  finalStates,
  isFinal,
  liveStates,
  runCan,
  runEvents,
  type RunState,
  runStates,
  step,
  transitions,
} from './run-state.js';

const chart = readFileSync(join(import.meta.dirname, '../docs/states.md'), 'utf8');

describe('run states', () => {
  test('docs/states.md draws exactly the transitions of the code', () => {
    const drawn = [...chart.matchAll(/^ {2}(\w+) --> (\w+): ([\w-]+)$/gm)].map(([, from, to, event]) => [
      event,
      from,
      to,
    ]);
    const coded = runEvents.flatMap((event) =>
      transitions[event].from.map((from) => [event, from, transitions[event].to]),
    );
    expect(drawn.toSorted()).toEqual(coded.toSorted());
    expect(new Set([...chart.matchAll(/^ {2}(\w+) --> \[\*\]$/gm)].map(([, state]) => state))).toEqual(
      new Set(finalStates),
    );
  });

  test('docs/states.md explains every state', () => {
    const explained = [...chart.matchAll(/^\| `(\w+)` \|/gm)].map(([, state]) => state);
    expect(explained).toEqual([...runStates]);
  });

  test('every state is either live or final', () => {
    expect([...liveStates, ...finalStates].toSorted()).toEqual([...runStates].toSorted());
    for (const state of runStates) expect(isFinal(state)).toBe(!(liveStates as readonly RunState[]).includes(state));
  });

  test('nothing leaves a final state', () => {
    for (const state of finalStates) for (const event of runEvents) expect(step(state, event)).toBeUndefined();
  });

  test('every live state can be left, and every state reached', () => {
    for (const state of liveStates) expect(runEvents.some((event) => step(state, event) !== undefined)).toBe(true);
    const reached = new Set<RunState>(['queued', ...runEvents.map((event) => transitions[event].to)]);
    expect(reached).toEqual(new Set(runStates));
  });

  test('an event never happens twice in a row: its repeat finds a state that does not allow it', () => {
    for (const event of runEvents) expect(step(transitions[event].to, event)).toBeUndefined();
  });

  test('a run that waits cannot begin to run, and one that has not been granted cannot be requeued', () => {
    expect(step('queued', 'requeued')).toBeUndefined();
    expect(step('queued', 'started')).toBeUndefined();
  });

  test('every live run can be given any end', () => {
    for (const state of liveStates) for (const end of finalStates) expect(step(state, end)).toBe(end);
  });
});

describe('what a person may do', () => {
  test('a live run can be cancelled once', () => {
    for (const state of runStates) expect(runCan.cancel({ state })).toBe(!isFinal(state));
    expect(runCan.cancel({ state: 'running', cancel: { by: 'ada' } })).toBe(false);
  });

  test('any run can be run again, and only a waiting one gets another priority', () => {
    for (const state of runStates) {
      expect(runCan.rerun({ state })).toBe(true);
      expect(runCan.reprioritise({ state })).toBe(state === 'queued');
    }
  });
});
