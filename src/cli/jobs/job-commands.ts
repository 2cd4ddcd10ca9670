import type { Command } from 'commander';
import { collect, examples, type Shelf, withJson } from '../commands.js';
import type { JobsOptions } from './jobs.js';

/** The commands about jobs and the files they are written in. */
export function addJobCommands(shelf: Shelf): void {
  addJobs(shelf);
  addApply(shelf);
  addDiff(shelf);
}

function addJobs({ program, act }: Shelf): void {
  const jobs = program
    .command('jobs')
    .summary('list and look at jobs')
    .description('Lists jobs; see the commands below for one of them.');
  const list = (command: Command): Command =>
    withJson(command)
      .option('-s, --search <text>', 'with this text in the name or the description')
      .option('--group <name>', 'of this group')
      .option('--tag <name>', 'with this tag')
      .option('--archived', 'archived jobs instead of the others')
      .option('-n, --limit <number>', 'so many at most', '100')
      .action((options: JobsOptions) => act(async (session) => (await import('./jobs.js')).listJobs(session, options)));
  list(jobs.command('list', { isDefault: true }).description('Lists jobs (this is what `flotilla jobs` does).'));
  const show = jobs.command('show').description('Prints a job as the document that makes it.').argument('<name>');
  withJson(show)
    .option('--revision <number>', 'an older revision')
    .action((name: string, options: { revision?: string }) =>
      act(async (session) => (await import('./jobs.js')).showJob(session, name, options)),
    );
  examples(show, ['flotilla jobs show nightly-report > nightly-report.yaml']);
  const revisions = jobs.command('revisions').description('Lists the revisions of a job.').argument('<name>');
  withJson(revisions).action((name: string) =>
    act(async (session) => (await import('./jobs.js')).listRevisions(session, name)),
  );
  examples(revisions, ['flotilla jobs revisions nightly-report']);
  const between = jobs
    .command('diff')
    .description('Shows what changed between two revisions; without numbers, what the newest one changed.')
    .argument('<name>')
    .argument('[from]', 'the older revision; else the one before')
    .argument('[to]', 'the newer revision; else the newest');
  withJson(between).action((name: string, from?: string, to?: string) =>
    act(async (session) => (await import('./revision-diff.js')).revisionDiff(session, name, from, to)),
  );
  examples(between, ['flotilla jobs diff nightly-report', 'flotilla jobs diff nightly-report 3 7']);
  const restore = jobs
    .command('restore')
    .description('Makes an old revision new. The revisions since stay in its history.')
    .argument('<name>')
    .argument('<revision>');
  withJson(restore)
    .option('--note <text>', 'why, kept with the revision')
    .action((name: string, revision: string, options: { note?: string }) =>
      act(async (session) => (await import('./jobs.js')).restoreJob(session, name, revision, options)),
    );
  examples(restore, ['flotilla jobs restore nightly-report 3 --note "the new query was too slow"']);
  const archive = jobs
    .command('archive')
    .description('Takes a job out of the lists, and nobody can launch it until it is applied again; its runs stay.')
    .argument('<name>');
  withJson(archive).action((name: string) =>
    act(async (session) => (await import('./jobs.js')).archiveJob(session, name)),
  );
  examples(archive, ['flotilla jobs archive nightly-report']);
  examples(jobs, ['flotilla jobs', 'flotilla jobs --group analytics --json', 'flotilla jobs show nightly-report']);
}

function withFiles(command: Command): Command {
  return withJson(command).requiredOption(
    '-f, --file <file>',
    'YAML or JSON, several documents per file; a folder; - for standard input; may be repeated',
    collect,
    [],
  );
}

function addApply({ program, act }: Shelf): void {
  const apply = program
    .command('apply')
    .summary('make jobs what files say')
    .description(
      'Creates and changes jobs so that they are what the files say. What is the same already stays as it is.',
    )
    .argument('[file...]', 'more files');
  withFiles(apply)
    .option('--note <text>', 'why, kept with the revision')
    .action((more: string[], options: { file: string[]; note?: string }) =>
      act(async (session) => (await import('./apply.js')).apply(session, [...options.file, ...more], options)),
    );
  examples(apply, [
    'flotilla apply -f jobs.yaml',
    'flotilla apply -f jobs/ --note "more memory"',
    'cat job.json | flotilla apply -f -',
  ]);
}

function addDiff({ program, act }: Shelf): void {
  const diff = program
    .command('diff')
    .summary('show what apply would change')
    .description('Shows what `flotilla apply` would change; ends with 1 when there is something.')
    .argument('[file...]', 'more files');
  withFiles(diff).action((more: string[], options: { file: string[] }) =>
    act(async (session) => (await import('./diff.js')).diff(session, [...options.file, ...more])),
  );
  examples(diff, ['flotilla diff -f jobs.yaml']);
}
