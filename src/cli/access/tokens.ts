import { roles } from '../../../domain/access.js';
import { bounds } from '../../../domain/bounds.js';
import type { TokenView } from '../../../domain/contract/access.js';
import { CommandError } from '../command-error.js';
import { exitCodes } from '../exit-codes.js';
import { pages, sayIfMore } from '../server/pages.js';
import { numberOf, wholeNumber } from '../option-values.js';
import type { Session } from '../session.js';
import { table } from '../output/table.js';
import { localTime } from '../output/local-time.js';

/** Lists all tokens, the newest first. */
export async function listTokens(session: Session, options: { readonly limit: string }): Promise<number> {
  const api = await session.api();
  const { items, next } = await pages(
    (query) => api.tokens(query),
    {},
    wholeNumber(options.limit, '--limit', bounds.fromOne),
  );
  if (session.asJson) await session.printJson(next === undefined ? { items } : { items, next });
  else await session.print(tokensTable(items));
  await sayIfMore(session, next);
  return exitCodes.done;
}

export interface CreateTokenOptions {
  readonly person: string;
  readonly role: string;
  readonly group: readonly string[];
  readonly days?: string;
}

/** Makes a token; standard output gets the token and nothing else. */
export async function createToken(session: Session, name: string, options: CreateTokenOptions): Promise<number> {
  const role = roles.find((known) => known === options.role);
  if (role === undefined) throw new CommandError(`--role is one of ${roles.join(', ')}`, exitCodes.usage);
  const days = options.days === undefined ? undefined : numberOf(options.days, '--days', bounds.tokenDays);
  const made = await (
    await session.api()
  ).createToken({
    name,
    person: options.person,
    role,
    ...(options.group.length === 0 ? {} : { groups: [...options.group] }),
    ...(days === undefined ? {} : { expiresInSeconds: Math.round(days * 86_400) }),
  });
  if (session.asJson) await session.printJson(made);
  else {
    await session.print(`${made.token}\n`);
    await session.say(`It is for ${made.person} (${made.role}) and is shown this once; its id is ${made.id}.`);
  }
  return exitCodes.done;
}

/** Ends a token at once. */
export async function revokeToken(session: Session, id: string): Promise<number> {
  const token = await (await session.api()).revokeToken(id);
  if (session.asJson) await session.printJson(token);
  else await session.say(`The token "${token.name}" of ${token.person} is revoked.`);
  return exitCodes.done;
}

function tokensTable(tokens: readonly TokenView[]): string {
  const rows = tokens.map((token) => [
    token.id,
    token.person,
    token.role,
    token.groups?.join(',') ?? 'all',
    token.state,
    token.lastUsedAt === undefined ? 'never' : localTime(token.lastUsedAt),
    token.expiresAt === undefined ? '' : localTime(token.expiresAt),
    token.name,
  ]);
  return table(['ID', 'PERSON', 'ROLE', 'GROUPS', 'STATE', 'USED', 'ENDS', 'FOR'], rows);
}
