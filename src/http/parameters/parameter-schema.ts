import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import type { Json } from '../../../domain/json.js';
import type { FieldError } from '../refusal.js';
import { compileMistake } from './compile-mistake.js';
import { complaints } from './complaints.js';
import { patientPattern } from './patient-pattern.js';

/** Checks values by one JSON Schema (draft 2020-12); answers every rule that a value breaks. */
export type ParameterCheck = (value: Json, path: string) => FieldError[];

/** A schema as a check, or what keeps it from being one. */
export type ReadSchema =
  | { readonly kind: 'check'; readonly check: ParameterCheck }
  | { readonly kind: 'wrong'; readonly errors: readonly FieldError[] };

type Schema = { readonly [name: string]: Json };

export const isSchema = (schema: Json | undefined): schema is Schema =>
  typeof schema === 'object' && schema !== null && !Array.isArray(schema);

/** Compiling takes a millisecond and a launch has many parameters: what was read lately is kept, by its text. */
const known = new Map<string, ReadSchema>();
const KEPT = 500;

/** Reads a parameter's JSON Schema. `optional` is a word of ours in it; what is no word at all is refused, for it is a typing error. */
export function readParameterSchema(schema: Json, path: string): ReadSchema {
  const key = `${path} ${JSON.stringify(schema)}`;
  const read = known.get(key) ?? compile(schema, path);
  known.delete(key); // and put back as the latest
  known.set(key, read);
  if (known.size > KEPT) known.delete(known.keys().next().value ?? '');
  return read;
}

const settings = {
  allErrors: true,
  // Unknown words and formats are mistakes; whether words go together is a matter of taste.
  strict: true,
  strictTypes: false,
  strictRequired: false,
  strictTuples: false,
  allowUnionTypes: true,
  ownProperties: true,
  logger: false,
  code: { regExp: patientPattern },
} as const;

const meta = withFormats(new Ajv2020(settings));

function compile(schema: Json, path: string): ReadSchema {
  if (!isSchema(schema)) return wrong(path, 'write a JSON Schema, like { type: string }', 'type');
  const { optional, ...rules } = schema;
  if (optional !== undefined && typeof optional !== 'boolean')
    return wrong(`${path}.optional`, 'must be true or false', 'type');
  let validate: ValidateFunction;
  try {
    const isOne = meta.validateSchema(rules) as boolean; // asynchronous only for schemas that say so, and these are not
    if (!isOne) return { kind: 'wrong', errors: complaints(meta.errors ?? [], path) };
    // One of its own for each schema: an `$id` in one is nobody else's business, and nothing is kept in a common cache.
    validate = withFormats(new Ajv2020({ ...settings, meta: false, validateSchema: false })).compile(rules);
  } catch (error) {
    return { kind: 'wrong', errors: [compileMistake(rules, path, error)] };
  }
  const check: ParameterCheck = (value, at) => (validate(value) ? [] : complaints(validate.errors ?? [], at));
  const standard = rules['default'];
  const errors = standard === undefined ? [] : check(standard, `${path}.default`);
  return errors.length > 0 ? { kind: 'wrong', errors } : { kind: 'check', check };
}

function withFormats(ajv: Ajv2020): Ajv2020 {
  ajvFormats.default(ajv);
  return ajv;
}

const wrong = (path: string, message: string, rule: string): ReadSchema => ({
  kind: 'wrong',
  errors: [{ path, message, rule }],
});
