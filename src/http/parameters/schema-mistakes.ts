import type { Json } from '../../../domain/json.js';
import type { FieldError } from '../refusal.js';
import { readParameterSchema } from './parameter-schema.js';

/** What keeps the declared parameters from being JSON Schemas, each with its path and the rule that it breaks. */
export const schemaMistakes = (declared: { readonly [name: string]: Json }): FieldError[] =>
  Object.entries(declared).flatMap(([name, schema]) => {
    const read = readParameterSchema(schema, `parameters.${name}`);
    return read.kind === 'wrong' ? read.errors : [];
  });
