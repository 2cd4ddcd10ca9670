import type { ErrorObject } from 'ajv';
import type { FieldError } from '../refusal.js';

/** Ajv's errors as one line per field: the rule that was broken, in words and by its keyword. */
export function complaints(errors: readonly ErrorObject[], path: string): FieldError[] {
  const byPath = new Map<string, FieldError>();
  // The first error of a field is the most exact: what follows are the alternatives around it.
  for (const error of errors) {
    const at = [path, ...pointerKeys(error.instancePath)].join('.');
    if (!byPath.has(at)) byPath.set(at, { path: at, message: wordsOf(error), rule: error.keyword });
  }
  // `anyOf` and its like repeat at the parent what was said at the child.
  return [...byPath.values()].filter(
    ({ path: at, rule }) => !(isCombining(rule) && [...byPath.keys()].some((other) => other.startsWith(`${at}.`))),
  );
}

const isCombining = (rule: string | undefined): boolean =>
  rule === 'anyOf' || rule === 'oneOf' || rule === 'allOf' || rule === '$ref' || rule === '$dynamicRef';

function wordsOf({ keyword, params, message = 'is not allowed' }: ErrorObject): string {
  const said = params as Readonly<Record<string, unknown>>; // a plain object for every keyword
  switch (keyword) {
    case 'enum':
      return `must be one of ${listed(said['allowedValues'])}`;
    case 'const':
      return `must be ${JSON.stringify(said['allowedValue'])}`;
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return `must not have ${JSON.stringify(said['additionalProperty'] ?? said['unevaluatedProperty'])}`;
    case 'format':
      return formats[String(said['format'])] ?? message;
    default:
      return message;
  }
}

const formats: Readonly<Record<string, string>> = {
  date: 'must be a date, like 2026-11-24',
  time: 'must be a time with its zone, like 08:30:00Z',
  'date-time': 'must be a date and time with its zone, like 2026-11-24T08:30:00Z',
  email: 'must be an e-mail address',
  uri: 'must be an address, like https://example.com/data',
};

const listed = (values: unknown): string =>
  Array.isArray(values) ? values.map((value) => JSON.stringify(value)).join(', ') : String(values);

/** `/tags/1` is `tags`, `1`; `~1` and `~0` are a slash and a tilde in a name. */
const pointerKeys = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
