import type { Json } from '../../../domain/json.js';
import type { FieldError } from '../refusal.js';

interface Kind {
  readonly said: RegExp;
  /** The word of the schema that it is about; `$1` is what was said. */
  readonly word: string;
  readonly message: string;
  readonly rule: string;
}

const kinds: readonly Kind[] = [
  {
    said: /unknown keyword: "([^"]+)"/,
    word: '$1',
    message: 'is no word of JSON Schema; is it misspelt?',
    rule: 'keyword',
  },
  {
    said: /unknown format "([^"]*)"/,
    word: 'format',
    message: 'there is no format "$1"; there are date, date-time, time, email, uri and others',
    rule: 'format',
  },
  {
    said: /Invalid regular expression: (.*)/,
    word: 'pattern',
    message: 'is no regular expression: $1',
    rule: 'pattern',
  },
  {
    said: /can't resolve reference (\S+)/,
    word: '$ref',
    message: '$1 leads nowhere; only references within the schema itself are followed',
    rule: '$ref',
  },
];

/** What keeps a schema from being compiled, at the word that it is about: Ajv tells it as a sentence without a place. */
export function compileMistake(schema: Json, path: string, error: unknown): FieldError {
  const sentence = error instanceof Error ? error.message : String(error);
  for (const { said, word, message, rule } of kinds) {
    const [, subject = ''] = said.exec(sentence) ?? [];
    if (subject === '') continue;
    const fill = (text: string): string => text.replace('$1', () => subject);
    return { path: [path, ...(pathTo(fill(word), schema) ?? [])].join('.'), message: fill(message), rule };
  }
  return { path, message: sentence, rule: 'schema' };
}

/** The way to the first place where this word stands. */
function pathTo(word: string, value: Json): string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries<Json>(value)) {
    const rest = key === word ? [] : pathTo(word, inner);
    if (rest !== undefined) return [key, ...rest];
  }
  return undefined;
}
