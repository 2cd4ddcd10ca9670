import { Command, CommanderError } from 'commander';
import { packageVersion } from '../config/package-version.js';
import { Api } from './server/api.js';
import { addClusterCommands } from './clusters/cluster-commands.js';
import { examples } from './commands.js';
import { endingOf } from './ending.js';
import { exitCodes } from './exit-codes.js';
import { findServer } from './server/find-server.js';
import { addAccessCommands } from './access/access-commands.js';
import { Http } from './server/http.js';
import { KeptTokens } from './server/kept-tokens.js';
import { addJobCommands } from './jobs/job-commands.js';
import { addRunCommands } from './runs/run-commands.js';
import { addScheduleCommands } from './schedules/schedule-commands.js';
import { addServerCommands } from './machine/server-commands.js';
import { Session } from './session.js';
import { splitCommand } from './split-command.js';
import type { Terminal } from './output/terminal.js';

/** Carries out one command line (the words behind `flotilla`) and answers with its exit code; throws nothing. */
export async function runCli(argv: readonly string[], terminal: Terminal): Promise<number> {
  const { words, command } = splitCommand(argv);
  const asJson = words.includes('--json');
  let exitCode: number = exitCodes.done;
  const program = new Command('flotilla');
  program
    .description('Runs containerised jobs: define, launch, queue, watch, find again.')
    .version(packageVersion(), '-V, --version', 'the version of this command line')
    .option('--url <address>', 'the Flotilla to talk to (else FLOTILLA_URL, else a running `npm start` nearby)')
    .option('--no-color', 'no colours (as with NO_COLOR)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out.write(text),
      writeErr: (text) => terminal.err.write(text),
      getOutHasColors: () => terminal.hasColours,
      getErrHasColors: () => terminal.hasColours,
      getOutHelpWidth: () => terminal.columns(),
      getErrHelpWidth: () => terminal.columns(),
    })
    .showHelpAfterError('(flotilla --help, or --help behind a command, says more)');
  const shelf = {
    program,
    command,
    act: async (work: (session: Session) => Promise<number>): Promise<void> => {
      const { url, color } = program.opts<{ url?: string; color: boolean }>();
      const session = new Session(terminal, () => connect(terminal, url), asJson, color);
      exitCode = await work(session);
    },
  };
  addRunCommands(shelf);
  addJobCommands(shelf);
  addScheduleCommands(shelf);
  addClusterCommands(shelf);
  addAccessCommands(shelf);
  addServerCommands(shelf);
  examples(program, ['flotilla up', 'flotilla run hello', 'flotilla ps']);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    const ending = endingOf(error, asJson);
    terminal.err.write(`${ending.text}\n`);
    return ending.exitCode;
  }
}

async function connect(terminal: Terminal, url: string | undefined): Promise<Api> {
  const config = await terminal.config();
  const server = await findServer(url, config, terminal.folder);
  const token = config.token ?? (await new KeptTokens(config).of(server.url));
  return new Api(new Http(server, { token, user: terminal.user }));
}
