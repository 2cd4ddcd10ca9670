import { examples, type Shelf, withJson } from '../commands.js';

/** The commands about the server itself. */
export function addServerCommands({ program, act }: Shelf): void {
  const up = program
    .command('up')
    .summary('bring up everything on this machine')
    .description(
      'Brings up Temporal, MongoDB, the API, a worker and the page on this machine, and serves until Ctrl-C.',
    )
    .option('--once', 'run the example job, stop everything, and end with 0 when it succeeded')
    .action((options: { once?: boolean }) =>
      act(async ({ terminal }) => {
        // The one command that brings servers along; all others are clients and start without them.
        const { up } = await import('../../embedded/up.js');
        return up({ once: options.once === true, config: await terminal.config(), out: terminal.out });
      }),
    );
  examples(up, ['flotilla up', 'flotilla up --once']);
  const doctor = program
    .command('doctor')
    .summary('say what is reachable and what is missing')
    .description(
      'Looks at the server, Temporal, MongoDB, the clusters and this machine, and says how to mend what is wrong.',
    );
  withJson(doctor).action(() =>
    act(async (session) => (await import('./doctor.js')).doctor(session, await session.terminal.config())),
  );
  examples(doctor, ['flotilla doctor']);
}
