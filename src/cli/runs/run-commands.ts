import { type Command, Option } from 'commander';
import { collect, examples, type Shelf, withJson } from '../commands.js';
import type { CancelOptions } from './cancel.js';
import type { LogsOptions } from './logs.js';
import type { PsOptions } from './ps.js';
import type { FollowOptions, RunOptions } from './run.js';
import type { EditOptions } from './run-edits.js';

/** The commands about runs. Each one's work is loaded when it is called, so that the others start quickly. */
export function addRunCommands(shelf: Shelf): void {
  addRun(shelf);
  addLogs(shelf);
  addPs(shelf);
  addShow(shelf);
  addCancel(shelf);
  addPriority(shelf);
  addRerun(shelf);
  addCompare(shelf);
}

const runId = 'its id, six or more characters of its beginning or end, `latest`, or a job for its newest run';

function withEdits(command: Command, usualPriority: string): Command {
  return command
    .option('-p, --param <name=value>', 'set a parameter of the job', collect, [])
    .option('-e, --env <NAME=value>', 'set an environment variable', collect, [])
    .option('--secret <NAME=secret>', 'set an environment variable to the value of a secret', collect, [])
    .option('-c, --cluster <name>', 'run it on this cluster')
    .option('-i, --image <image>', 'run it in this image')
    .option('--cpu <number>', 'CPUs; 0.25 is a quarter of one')
    .option('--memory <size>', 'memory: 512 (MiB), 512M, 2G')
    .option('--gpu <number>', 'GPUs')
    .option('--priority <number>', `1 urgent … 5 lowest; ${usualPriority} when not given`)
    .option('-l, --label <name=value>', 'label the run', collect, []);
}

function withFollowing(command: Command): Command {
  return command
    .addOption(
      new Option('-f, --follow', 'show its log and end with its exit code (the default on a terminal)').conflicts(
        'detach',
      ),
    )
    .option('-d, --detach', 'print its id and leave it (the default elsewhere)')
    .addOption(
      new Option('--on-interrupt <what>', 'what Ctrl-C does while following')
        .choices(['ask', 'detach', 'cancel'])
        .default('ask'),
    );
}

function addRun({ program, act, command }: Shelf): void {
  const run = program
    .command('run')
    .summary('launch a job, or a command without one')
    .description('Launches a saved job, or (without one, or with -) the command behind --.')
    .argument('[job]', 'a saved job; - for none')
    .usage('[job] [options] [-- command …]');
  withJson(withFollowing(withEdits(run, '3')))
    .option('--revision <number>', 'an older revision of the job')
    .option('--name <name>', 'name a run without a job')
    .option('--group <group>', 'the group of a run without a job')
    .option('--idempotency-key <key>', 'launching again with the same key gives the same run')
    .option('--dry-run', 'resolve and check only; nothing is started')
    .action((job: string | undefined, options: RunOptions) =>
      act(async (session) => (await import('./run.js')).run(session, job, command, options)),
    );
  examples(run, [
    'flotilla run nightly-report --param day=2026-11-24',
    'flotilla run --cluster local -- sh -c "echo hello; sleep 5"',
    'flotilla run --image python:3.12-slim --memory 2G -- python -c "print(42)"',
    'id=$(flotilla run nightly-report --detach)',
  ]);
}

function addLogs({ program, act }: Shelf): void {
  const logs = program
    .command('logs')
    .summary("print a run's log")
    .description("Prints a run's log.")
    .argument('<run>', runId);
  withJson(logs)
    .option('-f, --follow', 'go on until the run has ended')
    .option('--since-line <number>', 'begin at this line')
    .option('--tail <number>', 'only the last lines (at most 5000)')
    .option('--attempt <number>', 'of this attempt; else the last one')
    .option('-s, --search <text>', 'only lines with this text, numbered; ends with 1 when there is none')
    .option('--match-case', 'search for the text as it is written')
    .option('-t, --times', 'begin each line with its time')
    .option('-n, --numbers', 'begin each line with its number')
    .action((run: string, options: LogsOptions) =>
      act(async (session) => (await import('./logs.js')).logs(session, run, options)),
    );
  examples(logs, [
    'flotilla logs -f latest',
    'flotilla logs 5N6P0A --search error',
    'flotilla logs nightly-report --tail 100',
  ]);
}

function addPs({ program, act }: Shelf): void {
  const ps = program
    .command('ps')
    .summary('list runs')
    .description('Lists the live runs, newest first; with -a or a look into the past, all.');
  withJson(ps)
    .option('-a, --all', 'finished ones as well')
    .option('--state <states>', 'in these states, separated by commas')
    .option('-c, --cluster <name>', 'on this cluster')
    .option('-j, --job <name>', 'of this job')
    .option('--owner <name>', 'launched by them')
    .option('--mine', 'launched by you')
    .option('--group <name>', 'of this group')
    .option('-l, --label <name=value>', 'with this label')
    .option('--since <time>', 'accepted since: 2h, 7d, 2026-11-24T08:30')
    .option('--until <time>', 'accepted before')
    .option('-s, --search <text>', 'with this text in the name, the id or what went wrong')
    .option('-n, --limit <number>', 'so many at most', '50')
    .option('--cursor <cursor>', '`next` of the page before (see --json)')
    .option('-q, --quiet', 'print ids only')
    .option('-w, --watch', 'look again every 2 s')
    .action((options: PsOptions) => act(async (session) => (await import('./ps.js')).ps(session, options)));
  examples(ps, [
    'flotilla ps --watch',
    'flotilla ps --state failed --since 1d',
    'flotilla ps -a --job nightly-report --json',
  ]);
}

function addShow({ program, act }: Shelf): void {
  const show = program
    .command('show')
    .summary('say all about a run')
    .description('Says what a run does or how it ended, why it waits or failed, and where the time went.')
    .argument('<run>', runId);
  withJson(show).action((run: string) => act(async (session) => (await import('./show.js')).show(session, run)));
  examples(show, ['flotilla show latest', 'flotilla show 01K9ZJ3V7Q4T8RWX2M5N6P0ABC --json']);
}

function addCancel({ program, act }: Shelf): void {
  const cancel = program
    .command('cancel')
    .summary('cancel runs')
    .description(
      'Cancels runs: ends them politely, and after their grace firmly. Either the runs that you name, or all that match.',
    )
    .argument('[run...]', 'ids, or six or more characters of their beginning or end');
  withJson(cancel)
    .option('-r, --reason <text>', 'kept with the run')
    .option('--state <states>', 'all in these states, separated by commas')
    .option('-c, --cluster <name>', 'all on this cluster')
    .option('-j, --job <name>', 'all of this job')
    .option('--owner <name>', 'all launched by them')
    .option('--mine', 'all launched by you')
    .option('--group <name>', 'all of this group')
    .option('-l, --label <name=value>', 'all with this label')
    .option('--since <time>', 'all accepted since: 2h, 7d, 2026-11-24T08:30')
    .option('--until <time>', 'all accepted before')
    .option('-n, --limit <number>', 'of all that match so many at most, the newest first', '500')
    .option('-y, --yes', 'do it; without this all that match are only counted')
    .action((runs: string[], options: CancelOptions) =>
      act(async (session) => (await import('./cancel.js')).cancel(session, runs, options)),
    );
  examples(cancel, [
    'flotilla cancel 5N6P0A --reason "started with the wrong day"',
    'flotilla cancel --job nightly-report --state queued --yes',
  ]);
}

function addPriority({ program, act }: Shelf): void {
  const priority = program
    .command('priority')
    .summary('move a waiting run in its queue')
    .description('Gives a run that still waits another priority.')
    .argument('<run>', 'its id, or six or more characters of its beginning or end')
    .argument('<priority>', '1 urgent … 5 lowest');
  withJson(priority).action((run: string, wanted: string) =>
    act(async (session) => (await import('./priority.js')).priority(session, run, wanted)),
  );
  examples(priority, ['flotilla priority 5N6P0A 1']);
}

function addRerun({ program, act, command }: Shelf): void {
  const rerun = program
    .command('rerun')
    .summary('run the same again')
    .description('Launches what a run ran once more, with edits where you name them.')
    .argument('<run>', runId)
    .usage('<run> [options] [-- command …]');
  withJson(withFollowing(withEdits(rerun, 'that of the earlier run'))).action(
    (run: string, options: EditOptions & FollowOptions) =>
      act(async (session) => (await import('./rerun.js')).rerun(session, run, command, options)),
  );
  examples(rerun, ['flotilla rerun latest --follow', 'flotilla rerun 5N6P0A --memory 4G']);
}

function addCompare({ program, act }: Shelf): void {
  const compare = program
    .command('compare')
    .summary('lay two runs side by side')
    .description('Shows in what two runs differ: what they were told, how it went, and the first lines of their logs.')
    .argument('<run>', runId)
    .argument('<other>', 'likewise');
  withJson(compare)
    .option('--all', 'what is the same as well')
    .action((run: string, other: string, options: { all?: boolean }) =>
      act(async (session) => (await import('./compare.js')).compare(session, [run, other], options)),
    );
  examples(compare, ['flotilla compare 5N6P0A 7Q4T8R', 'flotilla compare 5N6P0A latest --json']);
}
