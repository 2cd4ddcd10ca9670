import { newKey } from '../../api/new-key.js';
import { jsonText } from '../../../domain/json-text.js';

export const parameterKinds = ['text', 'integer', 'number', 'yes-no', 'date', 'choice', 'list', 'other'] as const;
export type ParameterKind = (typeof parameterKinds)[number];

/** A parameter as it is being edited. What the form does not know of its JSON Schema is kept in `rest`. */
export interface ParameterRow {
  readonly key: string;
  readonly name: string;
  readonly kind: ParameterKind;
  readonly title: string;
  /** As typed; empty means that a value has to be given at each launch. */
  readonly standard: string;
  /** Separated by commas, for a choice. */
  readonly choices: string;
  readonly isOptional: boolean;
  readonly rest: Schema;
}

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
export type Schema = { [name: string]: Json };

export const emptyParameterRow = (): ParameterRow => ({
  key: newKey(),
  name: '',
  kind: 'text',
  title: '',
  standard: '',
  choices: '',
  isOptional: false,
  rest: {},
});

/** Which field fits a schema; `other` when none does. */
export function kindOf(schema: Schema): ParameterKind {
  if (Array.isArray(schema['enum']) && schema['enum'].every((choice) => typeof choice === 'string')) return 'choice';
  if (schema['type'] === 'string') return schema['format'] === 'date' ? 'date' : 'text';
  if (schema['type'] === 'array' && itemKind(schema) !== undefined) return 'list';
  if (schema['type'] === 'integer' || schema['type'] === 'number') return schema['type'];
  return schema['type'] === 'boolean' ? 'yes-no' : 'other';
}

/** Which field fits each value of a list; undefined where it takes more than one field. */
export function itemKind({ items, prefixItems }: Schema): 'text' | 'integer' | 'number' | 'choice' | undefined {
  if (prefixItems !== undefined) return undefined;
  if (items === undefined) return 'text';
  const kind = isSchema(items) ? kindOf(items) : 'other';
  return kind === 'text' || kind === 'integer' || kind === 'number' || kind === 'choice' ? kind : undefined;
}

export function parameterRow(name: string, schema: Json): ParameterRow {
  const whole = isSchema(schema) ? schema : {};
  const kind = kindOf(whole);
  const { type: _type, format, enum: choices, default: standard, title, optional, ...rest } = whole;
  const row = {
    ...emptyParameterRow(),
    name,
    kind,
    title: typeof title === 'string' ? title : '',
    standard: standard === undefined ? '' : typed(kind, standard),
    isOptional: optional === true,
  };
  if (kind === 'other') return { ...row, rest: whole };
  return {
    ...row,
    choices: Array.isArray(choices) ? choices.filter((choice) => typeof choice === 'string').join(', ') : '',
    rest: kind === 'text' && format !== undefined ? { ...rest, format } : rest,
  };
}

export function schemaOf({ kind, title, standard, choices, isOptional, rest }: ParameterRow): Schema {
  if (kind === 'other') return rest;
  return {
    ...shapes[kind],
    ...(kind === 'choice'
      ? {
          enum: choices
            .split(',')
            .map((choice) => choice.trim())
            .filter((choice) => choice !== ''),
        }
      : {}),
    ...(title === '' ? {} : { title }),
    ...rest,
    ...(standard === '' ? {} : { default: valueOf(kind, standard) }),
    ...(isOptional ? { optional: true } : {}),
  };
}

/** A value as it would be typed into the field of its kind; `valueOf` reads it back. */
export const typed = (kind: ParameterKind, value: Json): string =>
  kind === 'other' ? JSON.stringify(value, undefined, 1) : jsonText(value);

/** What was typed, as a value of this kind; what does not fit stays a text, and the server says what is wrong with it. */
export function valueOf(kind: ParameterKind, text: string): Json {
  if (kind === 'yes-no')
    return text === 'true' || text === 'yes' ? true : text === 'false' || text === 'no' ? false : text;
  if (kind === 'integer' || kind === 'number')
    return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
  if (kind !== 'other' && kind !== 'list') return text;
  try {
    return JSON.parse(text) as Json; // what JSON.parse answers is JSON
  } catch {
    return kind === 'list' ? text.split(',').map((item) => item.trim()) : text;
  }
}

const shapes = {
  text: { type: 'string' },
  integer: { type: 'integer' },
  number: { type: 'number' },
  'yes-no': { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  choice: { type: 'string' },
  list: { type: 'array' },
} satisfies Record<Exclude<ParameterKind, 'other'>, Schema>;

export const isSchema = (value: Json | undefined): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
