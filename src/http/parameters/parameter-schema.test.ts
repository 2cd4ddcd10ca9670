import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../../domain/json.js';
import { readParameterSchema } from './parameter-schema.js';

const read = (schema: Json) => readParameterSchema(schema, 'parameters.p');
function mistakes(schema: Json) {
  const found = read(schema);
  return found.kind === 'wrong' ? found.errors : [];
}
function broken(schema: Json, value: Json) {
  const found = read(schema);
  if (found.kind === 'wrong') throw new Error(JSON.stringify(found.errors));
  return found.check(value, 'parameters.p');
}

describe('a schema that is not one', () => {
  test.each<[string, Json, string, string]>([
    ['an unknown type', { type: 'dya' }, 'parameters.p.type', 'enum'],
    ['a rule with a value of the wrong kind', { type: 'integer', minimum: 'one' }, 'parameters.p.minimum', 'type'],
    ['a misspelt rule', { type: 'integer', minimun: 1 }, 'parameters.p.minimun', 'keyword'],
    ['an unknown format', { type: 'string', format: 'dat' }, 'parameters.p.format', 'format'],
    ['a pattern that is none', { type: 'string', pattern: '(' }, 'parameters.p.pattern', 'pattern'],
    ['a mistake further inside', { type: 'array', items: { type: 7 } }, 'parameters.p.items.type', 'enum'],
    ['a reference to elsewhere', { $ref: 'https://example.com/day.json' }, 'parameters.p.$ref', '$ref'],
    ['a misspelt rule further inside', { items: { minimun: 1 } }, 'parameters.p.items.minimun', 'keyword'],
    ['another draft', { $schema: 'http://json-schema.org/draft-07/schema#' }, 'parameters.p', 'schema'],
    ['no object', 'date', 'parameters.p', 'type'],
    ['a default that breaks its own rules', { type: 'integer', default: 'x' }, 'parameters.p.default', 'type'],
    ['a half-hearted optional', { type: 'string', optional: 'yes' }, 'parameters.p.optional', 'type'],
  ])('%s is refused with its path and the rule', (_name, schema, path, rule) => {
    expect(mistakes(schema)).toEqual([{ path, rule, message: expect.any(String) }]);
  });

  test('the words say what is wrong', () => {
    expect(mistakes({ type: 'dya' })[0]?.message).toContain('"integer"');
    expect(mistakes({ type: 'string', format: 'dat' })[0]?.message).toContain('"dat"');
  });

  test('what people write in schemas is a schema', () => {
    for (const schema of [
      {},
      { type: ['string', 'null'], title: 'A', description: 'B', examples: ['x'], deprecated: true, optional: true },
      { type: 'string', format: 'date', default: '2026-11-24', $comment: 'why' },
      { anyOf: [{ type: 'string' }, { $ref: '#/$defs/n' }], $defs: { n: { type: 'number' } } },
      { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: 'https://example.com/p', type: 'integer' },
      { type: 'array', prefixItems: [{ type: 'string' }], items: false, unevaluatedItems: false },
    ] as Json[])
      expect([schema, mistakes(schema)]).toEqual([schema, []]);
    // The same $id in another job is nobody's business.
    expect(mistakes({ $id: 'https://example.com/p', type: 'string' })).toEqual([]);
  });
});

describe('a value that breaks its schema', () => {
  test.each<[Json, Json, string, string, string]>([
    [{ type: 'integer', minimum: 1 }, 0, 'parameters.p', 'minimum', 'must be >= 1'],
    [{ type: 'string', format: 'date' }, '2026-02-30', 'parameters.p', 'format', 'must be a date, like 2026-11-24'],
    [{ enum: ['fast', 'full'] }, 'slow', 'parameters.p', 'enum', 'must be one of "fast", "full"'],
    [{ type: 'array', items: { type: 'string' } }, ['a', 1], 'parameters.p.1', 'type', 'must be string'],
    [{ type: 'object', required: ['a'] }, {}, 'parameters.p', 'required', "must have required property 'a'"],
    [{ type: 'object', properties: { 'a/b': { const: 1 } } }, { 'a/b': 2 }, 'parameters.p.a/b', 'const', 'must be 1'],
  ])('%j refuses %j by path and rule', (schema, value, path, rule, message) => {
    expect(broken(schema, value)).toEqual([{ path, rule, message }]);
  });

  test('all of them are told at once', () => {
    expect(broken({ type: 'array', maxItems: 1, items: { type: 'string' } }, [1, 2]).map(({ path }) => path)).toEqual([
      'parameters.p',
      'parameters.p.0',
      'parameters.p.1',
    ]);
  });

  test('a pattern that would take for ever is given up, and the value does not match', () => {
    const errors = broken({ type: 'string', pattern: '^(a+)+$' }, `${'a'.repeat(60)}!`);
    expect(errors).toMatchObject([{ rule: 'pattern' }]);
    expect(broken({ type: 'string', pattern: '^(a+)+$' }, 'aaa')).toEqual([]);
  });
});
