import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { isUlid } from '../../domain/ids.js';

/** Ids and secrets have fixed lengths, so the two can be told apart whatever letters the secret has. */
const PATTERN = /^flotilla_([ts])_([0-9A-Z]{26})([A-Za-z0-9_-]{43})$/;
const LETTERS = { token: 't', session: 's' } as const;

type Kind = keyof typeof LETTERS;

export interface Credential {
  readonly id: string;
  readonly secret: string;
}

/** A new credential as its holder shows it, and the hash that is kept of its secret. */
export function newCredential(kind: Kind, id: string): { text: string; hash: string } {
  const secret = randomBytes(32).toString('base64url');
  return { text: `flotilla_${LETTERS[kind]}_${id}${secret}`, hash: hashOf(secret) };
}

/** Takes a credential apart; undefined when the text is not one of this kind. */
export function parseCredential(kind: Kind, text: string): Credential | undefined {
  const [, letter, id = '', secret = ''] = PATTERN.exec(text) ?? [];
  return letter === LETTERS[kind] && isUlid(id) ? { id, secret } : undefined;
}

/** Compares in the same time whatever is wrong. */
export const isSecretOf = (secret: string, hash: string): boolean =>
  timingSafeEqual(Buffer.from(hashOf(secret)), Buffer.from(hash));

// A plain hash is enough: nobody guesses 256 random bits, however quick each guess is.
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
