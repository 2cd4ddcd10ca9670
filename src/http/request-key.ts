import { Refusal } from './refusal.js';

/** The Idempotency-Key of a request; refused when it is not one line of 1 to 200 printable characters. */
export function requestKey(header: string | undefined): string | undefined {
  if (header === undefined || /^[\x21-\x7e][\x20-\x7e]{0,199}$/.test(header)) return header;
  throw new Refusal('malformed', 'An Idempotency-Key has 1 to 200 printable characters.', [
    { path: 'Idempotency-Key', message: 'use 1 to 200 printable characters' },
  ]);
}
