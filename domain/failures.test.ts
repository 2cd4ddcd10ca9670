import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Failure, failureCodes, failureReport, failures, isInfrastructure } from './failures.js';

const page = (name: string): string => readFileSync(join(import.meta.dirname, '../docs', name), 'utf8');

describe('the list of failures', () => {
  test('is closed: people build retry rules and alerts on these codes', () => {
    // Adding a code here is a decision; renaming or removing one breaks its users.
    expect([...failureCodes]).toEqual([
      'exit-code',
      'out-of-memory',
      'run-timeout',
      'command-not-found',
      'crashed',
      'image-not-found',
      'image-denied',
      'secret-missing',
      'invalid-request',
      'too-large-for-cluster',
      'queue-timeout',
      'disk-full',
      'capacity',
      'machine-lost',
      'start-timeout',
      'registry-unavailable',
      'engine-unreachable',
      'engine-error',
      'stopped-externally',
      'outcome-unknown',
    ]);
  });

  test.each(failureCodes)('%s says what happened and what to do, in whole sentences of its own', (code) => {
    const { sentence, remedy } = failures[code];
    for (const words of [sentence, remedy]) expect(words).toMatch(/^[A-Z].{15,}[.]$/);
    expect(failureCodes.filter((other) => failures[other].sentence === sentence)).toEqual([code]);
  });

  test('only what is the platform’s fault is retried by Flotilla itself', () => {
    for (const code of failureCodes) if (isInfrastructure(code)) expect(failures[code].fault).toBe('platform');
  });

  test('is the table of docs/failures.md', () => {
    const rows = failureCodes.map((code) => {
      const { fault, infrastructure, sentence, remedy } = failures[code];
      return `| \`${code}\` | ${fault} | ${infrastructure ? 'yes' : ''} | ${sentence} | ${remedy} |`;
    });
    expect([...page('failures.md').matchAll(/^\| `.*$/gm)].map(([row]) => row)).toEqual(rows);
  });

  test('gives docs/operations.md its alert: all codes that are the platform’s fault, and no other', () => {
    const codes = failureCodes.filter((code) => failures[code].fault === 'platform');
    expect(page('operations.md')).toContain(`code=~"${codes.join('|')}"`);
  });
});

describe('a report', () => {
  test('carries the words of its code, the evidence word for word, and the exit', () => {
    const evidence = ['OutOfMemoryError: container killed'];
    expect(failureReport('out-of-memory', evidence, { code: 137, signal: 'SIGKILL' })).toStrictEqual({
      code: 'out-of-memory',
      fault: 'job',
      sentence: failures['out-of-memory'].sentence,
      evidence,
      remedy: failures['out-of-memory'].remedy,
      exitCode: 137,
      signal: 'SIGKILL',
    });
  });

  test('says nothing of an exit that is not known', () => {
    expect(Object.keys(failureReport('queue-timeout'))).toEqual(['code', 'fault', 'sentence', 'evidence', 'remedy']);
  });
});

test('a Failure is an error with a code and a cause', () => {
  const cause = new Error('ECONNREFUSED');
  const failure = new Failure('engine-unreachable', 'Docker does not answer.', { cause });
  expect(failure).toBeInstanceOf(Error);
  expect(failure).toMatchObject({
    name: 'Failure',
    code: 'engine-unreachable',
    message: 'Docker does not answer.',
    cause,
  });
});
