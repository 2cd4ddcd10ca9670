import type { Json } from '../../../domain/json.js';
import { jsonText } from '../../../domain/json-text.js';
import type { FieldError } from '../refusal.js';
import { isSchema, readParameterSchema } from './parameter-schema.js';

type Values = { readonly [name: string]: Json };

/** No more than Linux lets a single argument or variable be, with room to spare for its name and quotes. */
const LONGEST = 65_536;

/**
 * Lays the given values over the defaults of the declared parameters and checks each against its JSON Schema. A
 * parameter without a default must be given unless its schema says `"optional": true`; an undeclared one is refused.
 */
export function parameterValues(declared: Values, given: Values): { values: Values; errors: FieldError[] } {
  const errors = Object.keys(given)
    .filter((name) => !Object.hasOwn(declared, name))
    .map((name): FieldError => ({
      path: `parameters.${name}`,
      message: `there is no such parameter; ${knownOnes(Object.keys(declared))}`,
      rule: 'unknown',
    }));
  const values: Record<string, Json> = {};
  for (const [name, schema] of Object.entries(declared)) {
    const path = `parameters.${name}`;
    const rules = isSchema(schema) ? schema : {};
    const value = Object.hasOwn(given, name) ? given[name] : rules['default'];
    if (value === undefined) {
      if (rules['optional'] !== true) errors.push({ path, message: 'is needed and has no default', rule: 'required' });
      continue;
    }
    errors.push(...mistakes(schema, value, path));
    values[name] = value;
  }
  return { values, errors };
}

const knownOnes = (names: readonly string[]): string =>
  names.length === 0 ? 'the job has none' : `the job has ${names.join(', ')}`;

function mistakes(schema: Json, value: Json, path: string): FieldError[] {
  const read = readParameterSchema(schema, path);
  // It was refused when the job was saved; a schema from before that must not make its runs impossible.
  const broken = read.kind === 'check' ? read.check(value, path) : [];
  return [...broken, ...unfit(jsonText(value), path)];
}

/** What no schema says, but every operating system: no command gets such a value. */
function unfit(text: string, path: string): FieldError[] {
  if (text.includes('\0')) return [{ path, message: 'must not contain the character NUL', rule: 'text' }];
  if (Buffer.byteLength(text) <= LONGEST) return [];
  return [{ path, message: `must not be longer than ${LONGEST} bytes; hand over a file's name instead`, rule: 'text' }];
}
