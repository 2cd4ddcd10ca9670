import type { RunRequest } from '../../../domain/contract/runs.js';
import type { Json } from '../../../domain/json.js';

/** A parameter's value as the API takes it. */
export type ParameterValue = NonNullable<RunRequest['parameters']>[string];

/** Turns what was typed after `--param name=` into a value of the type that the parameter's JSON Schema asks for. */
export function parameterValue(schema: Json | undefined, text: string): ParameterValue {
  const types = typesIn(schema);
  if (types.length === 0 || types.every((type) => type === 'string')) return text;
  const value = parsed(text);
  const fits = value !== undefined && types.some((type) => isOf(type, value));
  // What does not fit is sent as it was typed: the server says what is wrong with it, in the schema's words.
  return fits ? value : text;
}

function typesIn(schema: Json | undefined): string[] {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return [];
  const { type } = schema as { readonly [key: string]: Json }; // neither null nor an array
  if (typeof type === 'string') return [type];
  return Array.isArray(type) ? type.filter((one): one is string => typeof one === 'string') : [];
}

function isOf(type: string, value: ParameterValue): boolean {
  switch (type) {
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}

function parsed(text: string): ParameterValue | undefined {
  try {
    return JSON.parse(text) as ParameterValue; // what JSON.parse answers is JSON
  } catch {
    return undefined;
  }
}
