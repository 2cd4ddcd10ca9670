import type { z } from 'zod';
import type { Json } from '../../domain/json.js';
import { fieldErrors } from '../http/field-errors.js';
import { isRecord, schemaParser } from '../http/parameter-schemas.js';
import type { FieldError } from '../http/refusal.js';

type Values = { readonly [name: string]: Json };

/**
 * Lays the given values over the defaults of the job's parameters and checks each against its JSON Schema.
 * A parameter without a default must be given unless its schema says `"optional": true`; an undeclared one is refused.
 */
export function parameterValues(declared: Values, given: Values): { values: Values; errors: FieldError[] } {
  const errors: FieldError[] = Object.keys(given)
    .filter((name) => !Object.hasOwn(declared, name))
    .map((name) => ({ path: `parameters.${name}`, message: 'the job has no such parameter' }));
  const values: Record<string, Json> = {};
  for (const [name, schema] of Object.entries(declared)) {
    const rules = isRecord(schema) ? schema : {};
    const value = given[name] ?? rules['default'];
    if (value === undefined) {
      if (rules['optional'] !== true)
        errors.push({ path: `parameters.${name}`, message: 'is needed and has no default' });
      continue;
    }
    errors.push(...complaints(name, rules, value));
    values[name] = value;
  }
  return { values, errors };
}

function complaints(name: string, schema: Record<string, Json>, value: Json): FieldError[] {
  let parser: z.ZodType;
  try {
    parser = schemaParser(schema);
  } catch {
    return []; // refused when the job was saved; a schema from before that must not make its runs impossible
  }
  const read = parser.safeParse(value);
  return read.success ? [] : fieldErrors(read.error.issues, ['parameters', name]);
}
