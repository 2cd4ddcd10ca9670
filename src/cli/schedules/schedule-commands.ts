import type { Command } from 'commander';
import type { BackfillOptions } from './steer-schedules.js';
import { collect, examples, type Shelf, withJson } from '../commands.js';

/** The commands about schedules. */
export function addScheduleCommands({ program, act }: Shelf): void {
  const schedules = program
    .command('schedules')
    .summary('list, make and steer schedules')
    .description('Lists schedules; see the commands below for one of them.');
  const one = (verb: string, description: string): Command =>
    withJson(schedules.command(verb).description(description).argument('<name>'));

  withJson(
    schedules
      .command('list', { isDefault: true })
      .description('Lists schedules (this is what `flotilla schedules` does).'),
  )
    .option('--job <name>', 'of this job')
    .option('-s, --search <text>', 'with this text in the name or the description')
    .option('-n, --limit <number>', 'so many at most', '100')
    .action((options: { job?: string; search?: string; limit: string }) =>
      act(async (session) => (await import('./schedules.js')).listSchedules(session, options)),
    );

  const show = one('show', 'Shows when a schedule fires next, and what became of its latest times.').action(
    (name: string) => act(async (session) => (await import('./schedules.js')).showSchedule(session, name)),
  );
  examples(show, ['flotilla schedules show nightly']);

  const preview = one('preview', "Lists a schedule's next times, with what daylight saving does to them.")
    .option('-n, --count <number>', 'so many', '10')
    .action((name: string, options: { count: string }) =>
      act(async (session) => (await import('./schedules.js')).previewSchedule(session, name, options)),
    );
  examples(preview, ['flotilla schedules preview nightly -n 30']);

  const apply = withJson(
    schedules.command('apply').description('Creates and changes schedules so that they are what the files say.'),
  )
    .argument('[file...]', 'more files')
    .requiredOption(
      '-f, --file <file>',
      'YAML or JSON, several documents per file; a folder; - for standard input; may be repeated',
      collect,
      [],
    )
    .action((more: string[], options: { file: string[] }) =>
      act(async (session) =>
        (await import('./steer-schedules.js')).applySchedules(session, [...options.file, ...more]),
      ),
    );
  examples(apply, ['flotilla schedules apply -f schedules.yaml']);

  for (const verb of ['pause', 'resume'] as const) {
    const description =
      verb === 'pause'
        ? 'Pauses a schedule: its times make no runs until it is resumed.'
        : 'Resumes a schedule. Times that fell into the pause are not made up for.';
    const command = one(verb, description)
      .option('--note <text>', 'why, for whoever wonders')
      .action((name: string, options: { note?: string }) =>
        act(async (session) => (await import('./steer-schedules.js')).steerSchedule(session, name, verb, options)),
      );
    examples(command, [`flotilla schedules ${verb} nightly --note "until the new table is filled"`]);
  }

  const trigger = one('trigger', 'Fires a schedule once, now, whatever else runs or is paused.').action(
    (name: string) => act(async (session) => (await import('./steer-schedules.js')).triggerSchedule(session, name)),
  );
  examples(trigger, ['flotilla schedules trigger nightly']);

  const backfill = one('backfill', 'Makes the runs of past times that have none, oldest first.')
    .option('--from <time>', 'from here on: 2d (so long ago), or 2026-11-01T00:00')
    .option('--until <time>', 'up to here; else up to now')
    .option('--at-once <number>', 'so many runs under way at a time', '1')
    .option('--dry-run', 'only list the times, and which have a run')
    .option('--stop', 'end a backfill that is under way')
    .action((name: string, options: BackfillOptions) =>
      act(async (session) => (await import('./steer-schedules.js')).backfillSchedule(session, name, options)),
    );
  examples(backfill, [
    'flotilla schedules backfill nightly --from 7d --dry-run',
    'flotilla schedules backfill nightly --from 2026-11-01T00:00 --until 2026-11-08T00:00 --at-once 2',
  ]);

  const remove = one('remove', 'Takes a schedule away; its runs stay in the history.').action((name: string) =>
    act(async (session) => (await import('./steer-schedules.js')).removeSchedule(session, name)),
  );
  examples(remove, ['flotilla schedules remove nightly']);
  examples(schedules, ['flotilla schedules', 'flotilla schedules show nightly', 'flotilla schedules apply -f s.yaml']);
}
