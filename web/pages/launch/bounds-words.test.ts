import { expect, test } from '@jest/globals';
import { boundsWords } from './bounds-words.js';

test.each([
  [{ minimum: 1, maximum: 10 }, '1 to 10'],
  [{ minimum: 0 }, 'at least 0'],
  [{ exclusiveMinimum: 0, multipleOf: 5 }, 'above 0, in steps of 5'],
  [{ maxLength: 1 }, 'at most 1 character'],
  [{ minLength: 2, maxLength: 2, pattern: '^[a-z]+$' }, '2 characters, like ^[a-z]+$'],
  [{ minItems: 1, uniqueItems: true }, 'at least 1 value, each once'],
  [{ description: 'anything' }, undefined],
])('what a schema asks of a value is told before anything is typed: %j', (schema, words) => {
  expect(boundsWords(schema)).toBe(words);
});
