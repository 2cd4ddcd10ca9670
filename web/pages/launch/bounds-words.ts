import type { Schema } from '../job-form/parameter-row.js';

/** What a schema asks of a value beside its type, in a few words; undefined when that is nothing. */
export function boundsWords(schema: Schema): string | undefined {
  const number = (name: string) => (typeof schema[name] === 'number' ? schema[name] : undefined);
  const words = [
    range(number('minimum'), number('maximum')),
    number('exclusiveMinimum') === undefined ? undefined : `above ${number('exclusiveMinimum')}`,
    number('exclusiveMaximum') === undefined ? undefined : `below ${number('exclusiveMaximum')}`,
    number('multipleOf') === undefined ? undefined : `in steps of ${number('multipleOf')}`,
    counted(range(number('minLength'), number('maxLength')), 'character'),
    counted(range(number('minItems'), number('maxItems')), 'value'),
    schema['uniqueItems'] === true ? 'each once' : undefined,
    typeof schema['pattern'] === 'string' ? `like ${schema['pattern']}` : undefined,
  ].filter((part) => part !== undefined);
  return words.length === 0 ? undefined : words.join(', ');
}

function range(least: number | undefined, most: number | undefined): string | undefined {
  if (least === undefined) return most === undefined ? undefined : `at most ${most}`;
  if (most === undefined) return `at least ${least}`;
  return least === most ? `${least}` : `${least} to ${most}`;
}

const counted = (words: string | undefined, what: string): string | undefined =>
  words === undefined ? undefined : `${words} ${what}${words.endsWith(' 1') || words === '1' ? '' : 's'}`;
