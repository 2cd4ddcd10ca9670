import { createInterface } from 'node:readline/promises';
import { Api } from '../server/api.js';
import { CommandError } from '../command-error.js';
import { exitCodes } from '../exit-codes.js';
import { Http } from '../server/http.js';
import { KeptTokens } from '../server/kept-tokens.js';
import type { Session } from '../session.js';

/** Checks a token with the server and keeps it for the next commands. */
export async function login(session: Session): Promise<number> {
  const { server } = (await session.api()).http;
  const token = await tokenFrom(session);
  const who = await new Api(new Http(server, { token, user: session.terminal.user })).session();
  if (who.access === 'open') {
    await session.say(`Nobody has to log in on ${server.url}.`);
    return exitCodes.done;
  }
  await (await keptBy(session)).keep(server.url, token);
  await session.say(`Logged in on ${server.url} as ${who.person} (${who.role}).`);
  return exitCodes.done;
}

/** Forgets the kept token; it goes on working elsewhere. */
export async function logout(session: Session): Promise<number> {
  const { server } = (await session.api()).http;
  await (await keptBy(session)).keep(server.url, undefined);
  await session.say(`Logged out of ${server.url}. The token itself works on until it ends or is revoked.`);
  return exitCodes.done;
}

const keptBy = async ({ terminal }: Session): Promise<KeptTokens> => new KeptTokens(await terminal.config());

// Never an argument: those can be read by everybody on the machine, and stay in the shell's history.
async function tokenFrom({ terminal }: Session): Promise<string> {
  if (terminal.canAsk) terminal.err.write('Token: ');
  const lines = createInterface({ input: terminal.input });
  for await (const line of lines) {
    lines.close();
    if (line.trim() !== '') return line.trim();
    break;
  }
  throw new CommandError('No token was given: type or pipe it in, like `flotilla login < token.txt`.', exitCodes.usage);
}
