import { invalid } from './aws-error.js';

/** One page of a list, and the token of the next one where there is more. */
export function page<T>(items: readonly T[], token: string | undefined, size: number): { items: T[]; next?: string } {
  const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(from)) throw invalid('Invalid token: the nextToken is not one of ours.');
  const to = from + size;
  const chosen = items.slice(from, to);
  return to < items.length ? { items: chosen, next: Buffer.from(String(to)).toString('base64url') } : { items: chosen };
}
