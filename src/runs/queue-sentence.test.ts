import { describe, expect, test } from '@jest/globals';
import type { QueueFacts } from './queue-sentence.js';
import { queueSentence } from './queue-sentence.js';

const facts = (given: Partial<QueueFacts> = {}): QueueFacts => ({
  run: { state: 'queued', refusals: { count: 0 } },
  cluster: { name: 'local', limits: { slots: 4, cpu: 8 } },
  need: { slots: 1, cpu: 0.5, memoryMiB: 256, gpu: 0 },
  ahead: 0,
  hindrance: undefined,
  held: [],
  now: 0,
  ...given,
});
const held = (...names: string[]) => names.map((name) => ({ name }));

describe('why a run waits, in words', () => {
  test('the next one that fits is about to start', () => {
    expect(queueSentence(facts())).toBe('It is next in the queue; it is about to start.');
  });

  test('those ahead are counted, and those who hold the slots are named', () => {
    const hindrance = { kind: 'limit', dimensions: ['slots'] } as const;
    const holders = held('report', 'hello', 'report', 'train');
    expect(queueSentence(facts({ ahead: 2, hindrance, held: holders }))).toBe(
      "2 runs are ahead; the cluster's 4 slots are all in use, by report (2 runs), hello and train.",
    );
    expect(queueSentence(facts({ hindrance, held: held('a', 'b', 'c', 'd', 'e') }))).toContain(
      'by a, b, c and 2 others.',
    );
  });

  test('every limit that is short is told with its size', () => {
    const hindrance = { kind: 'limit', dimensions: ['slots', 'cpu'] } as const;
    expect(queueSentence(facts({ hindrance }))).toBe(
      "It is next in the queue; the cluster's 4 slots are all in use and too little of the cluster's 8 CPUs is free.",
    );
    const none = { name: 'local', limits: { slots: 0 } };
    expect(queueSentence(facts({ cluster: none, hindrance: { kind: 'limit', dimensions: ['slots'] } }))).toContain(
      'no slots at all',
    );
  });

  test('a run that the limits have become too small for is told so, and what would help', () => {
    const hindrance = { kind: 'limit', dimensions: ['cpu'] } as const;
    const need = { slots: 1, cpu: 4, memoryMiB: 256, gpu: 0 };
    const cluster = { name: 'local', limits: { slots: 4, cpu: 2 } };
    expect(queueSentence(facts({ cluster, need, hindrance }))).toBe(
      'It is next in the queue; it needs 4 CPUs and the cluster has 2 CPUs in all, so it cannot start before that is raised.',
    );
  });

  test('a pause, a concurrency limit, a backoff and a refusal are told as they are', () => {
    const paused = { name: 'local', limits: {}, statusReason: 'maintenance' };
    expect(queueSentence(facts({ cluster: paused, hindrance: { kind: 'paused' } }))).toContain(
      'the cluster local is paused (maintenance)',
    );
    expect(queueSentence(facts({ hindrance: { kind: 'concurrency', limit: 1 } }))).toContain('one run at a time');
    expect(queueSentence(facts({ now: 1000, hindrance: { kind: 'backoff', until: 5400 } }))).toContain(
      'tried again in 5 s',
    );
    const refused = { state: 'queued', refusals: { count: 2, last: 'RESOURCE:CPU' } } as const;
    expect(queueSentence(facts({ run: refused }))).toContain(
      'the cluster has refused it 2 times so far (“RESOURCE:CPU”)',
    );
  });

  test('a run that does not wait is told so', () => {
    expect(queueSentence(facts({ run: { state: 'running', refusals: { count: 0 } } }))).toBe(
      'The run has had its turn.',
    );
    expect(queueSentence(facts({ run: { state: 'failed', refusals: { count: 0 } } }))).toBe(
      'The run has ended; it waits for nothing.',
    );
    const cancelled = { state: 'queued', refusals: { count: 0 }, cancel: { requestedAt: 0, by: 'ada' } } as const;
    expect(queueSentence(facts({ run: cancelled }))).toContain('being cancelled');
  });
});
