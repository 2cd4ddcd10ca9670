import { z } from 'zod';
import type { Json } from '../../domain/json.js';
import type { FieldError } from './refusal.js';

/** The parameters whose schema is not one, by path. */
export function parameterSchemaErrors(declared: { readonly [name: string]: Json }): FieldError[] {
  return Object.entries(declared).flatMap(([name, schema]) => {
    try {
      if (!isRecord(schema)) throw new Error('write a JSON Schema, like {"type": "string"}');
      schemaParser(schema);
      return [];
    } catch (error) {
      return [{ path: `parameters.${name}`, message: error instanceof Error ? error.message : 'is not a JSON Schema' }];
    }
  });
}

/** Reads values by a parameter's JSON Schema; throws when it is not one. */
export function schemaParser(schema: Record<string, Json>): z.ZodType {
  const { optional: _ours, ...rules } = schema;
  return z.fromJSONSchema(rules); // what is not a schema throws, which is what we want to know
}

export const isRecord = (value: Json | undefined): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
