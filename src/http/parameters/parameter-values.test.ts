import { expect, test } from '@jest/globals';
import { parameterValues } from './parameter-values.js';

const declared = {
  day: { type: 'string', format: 'date' },
  depth: { type: 'integer', default: 3 },
  note: { type: 'string', optional: true },
};

test('defaults are filled in, and what is optional stays out', () => {
  expect(parameterValues(declared, { day: '2026-11-24' })).toEqual({
    values: { day: '2026-11-24', depth: 3 },
    errors: [],
  });
});

test('what is missing, unknown and wrong is told together, each with its rule', () => {
  const { errors } = parameterValues(declared, { depth: 'deep', dya: 'x' });
  expect(errors).toEqual([
    { path: 'parameters.dya', rule: 'unknown', message: 'there is no such parameter; the job has day, depth, note' },
    { path: 'parameters.day', rule: 'required', message: 'is needed and has no default' },
    { path: 'parameters.depth', rule: 'type', message: 'must be integer' },
  ]);
});

test('what no command could be given is refused, whatever the schema says', () => {
  const rules = (note: string) => parameterValues(declared, { day: '2026-11-24', note }).errors.map(({ rule }) => rule);
  expect(rules('a\0b')).toEqual(['text']);
  expect(rules('ä'.repeat(40_000))).toEqual(['text']);
  expect(rules('ä'.repeat(30_000))).toEqual([]);
});
