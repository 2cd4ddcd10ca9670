import { expect, test } from '@jest/globals';
import type { z } from 'zod';
import { JobInput } from '../../domain/contract/jobs.js';
import { fieldErrors } from './field-errors.js';

function pathsOf(schema: z.ZodType, value: unknown): string[] {
  const read = schema.safeParse(value);
  return read.success ? [] : fieldErrors(read.error.issues).map(({ path }) => path);
}

test('every field that is wrong is named by its path, and an unknown one by its name', () => {
  const document = {
    command: 'x',
    resources: { cpu: 'a', disk: 1 },
    limits: { runSeconds: -1 },
    colour: 'red',
    shape: 'round',
  };
  expect(pathsOf(JobInput, document).sort()).toEqual([
    'colour',
    'limits.runSeconds',
    'resources.cpu',
    'resources.disk',
    'shape',
  ]);
});

test('of a union the branch that was meant tells what is wrong', () => {
  expect(pathsOf(JobInput, { command: ['a', 7] })).toEqual(['command.1']);
  expect(pathsOf(JobInput, { command: 'x', env: { A: { secrte: 'b' } } })).toEqual(['env.A.secret', 'env.A.secrte']);
});

test('where no branch was meant, all of them are told', () => {
  const read = JobInput.safeParse({ command: 7 });
  expect(read.success ? [] : fieldErrors(read.error.issues)).toEqual([
    { path: 'command', message: expect.stringMatching(/expected string.*, or .*expected array/) },
  ]);
});
