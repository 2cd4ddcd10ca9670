import { collect, examples, type Shelf, withJson } from '../commands.js';
import type { CreateTokenOptions } from './tokens.js';

/** The commands about who one is, and who may come in. */
export function addAccessCommands(shelf: Shelf): void {
  const { program, act } = shelf;
  const login = program
    .command('login')
    .summary('show a token to the server, and keep it')
    .description('Asks for a token, or reads it from standard input, checks it, and keeps it for this server.')
    .action(() => act(async (session) => (await import('./login.js')).login(session)));
  examples(login, ['flotilla login', 'flotilla login < token.txt']);
  const logout = program
    .command('logout')
    .summary('forget the kept token')
    .description('Forgets the token that is kept for this server. To end the token itself, revoke it.')
    .action(() => act(async (session) => (await import('./login.js')).logout(session)));
  examples(logout, ['flotilla logout']);
  const whoami = program
    .command('whoami')
    .summary('say who you are for the server')
    .description('Says who you are for the server, and which server that is.');
  withJson(whoami).action(() => act(async (session) => (await import('./whoami.js')).whoami(session)));
  examples(whoami, ['flotilla whoami']);
  addTokens(shelf);
}

function addTokens({ program, act }: Shelf): void {
  const tokens = program
    .command('tokens')
    .summary('list, make and revoke tokens')
    .description('Lists tokens; see the commands below. For admins.');
  const list = tokens
    .command('list', { isDefault: true })
    .description('Lists tokens (this is what `flotilla tokens` does).');
  withJson(list)
    .option('-n, --limit <number>', 'so many at most', '500')
    .action((options: { limit: string }) =>
      act(async (session) => (await import('./tokens.js')).listTokens(session, options)),
    );
  const create = tokens
    .command('create')
    .description('Makes a token and prints it, once.')
    .argument('<name>', 'what it is for');
  withJson(create)
    .requiredOption('--person <name>', 'whose it is: the owner of what is launched with it')
    .option('--role <role>', 'viewer, launcher or admin', 'launcher')
    .option('--group <group>', 'sees and touches this group only; may be given several times', collect, [])
    .option('--days <number>', 'ends after so many days; without it, when it is revoked')
    .action((name: string, options: CreateTokenOptions) =>
      act(async (session) => (await import('./tokens.js')).createToken(session, name, options)),
    );
  examples(create, ['flotilla tokens create "nightly build" --person ci --group analytics --days 90']);
  const revoke = tokens.command('revoke').description('Ends a token at once.').argument('<id>');
  withJson(revoke).action((id: string) =>
    act(async (session) => (await import('./tokens.js')).revokeToken(session, id)),
  );
  examples(revoke, ['flotilla tokens revoke 01KB2ZJ3V7Q4T8RWX2M5N6P0AB']);
  examples(tokens, ['flotilla tokens', 'flotilla tokens create laptop --person ada']);
}
