import type { z } from 'zod';

/** Search parameters as texts, as they stand in the address: `?state=queued,running&q=report`. */
export function parseSearch(text: string): Record<string, unknown> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** The opposite; lists are joined by commas, anything deeper is written as JSON, and what is absent is left out. */
export function stringifySearch(search: Record<string, unknown>): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    const text = asText(value);
    if (text !== '') words.set(name, text);
  }
  // Commas and colons may stand in a query as they are, and addresses are there to be read.
  const text = words.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return text === '' ? '' : `?${text}`;
}

/** Reads search parameters by a schema; what does not fit is left out, because an old link should still open. */
export function readSearch<Schema extends z.ZodObject>(
  schema: Schema,
  search: Record<string, unknown>,
): z.infer<Schema> {
  const result = schema.safeParse(search);
  if (result.success) return result.data;
  const wrong = new Set(
    result.error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0])])),
  );
  return schema.parse(Object.fromEntries(Object.entries(search).filter(([name]) => !wrong.has(name))));
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? value.join(',') : JSON.stringify(value);
}
