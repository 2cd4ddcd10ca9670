import { bounds } from '../../../domain/bounds.js';
import type { FiringView, PreviewView, ScheduleView } from '../../../domain/contract/schedules.js';
import { noRunWords, overlapWords } from '../../../domain/schedule-words.js';
import { exitCodes } from '../exit-codes.js';
import { stateColour } from '../output/paint.js';
import { pages, sayIfMore } from '../server/pages.js';
import { wholeNumber } from '../option-values.js';
import { SchedulesApi } from '../server/schedules-api.js';
import type { Session } from '../session.js';
import { table } from '../output/table.js';
import { durationWords } from '../../../domain/duration-words.js';
import { localTime } from '../output/local-time.js';

const NEXT_SHOWN = 5;

/** Lists schedules: when each fires next, and what became of its latest time. */
export async function listSchedules(
  session: Session,
  options: { readonly job?: string; readonly search?: string; readonly limit: string },
): Promise<number> {
  const api = await SchedulesApi.of(session);
  const { job, search: q } = options;
  const wanted = wholeNumber(options.limit, '--limit', bounds.fromOne);
  const { items, next } = await pages((query) => api.list(query), { job, q }, wanted);
  if (session.asJson) await session.printJson(next === undefined ? { items } : { items, next });
  else if (items.length === 0)
    await session.say('No such schedules. Make one with `flotilla schedules apply -f FILE`, or on the page.');
  else {
    const titles = ['SCHEDULE', 'JOB', 'WHEN', 'ZONE', 'NEXT', 'LAST'];
    await session.print(
      table(
        titles,
        items.map((schedule) => row(session, schedule)),
      ),
    );
  }
  await sayIfMore(session, next);
  return exitCodes.done;
}

function row(session: Session, schedule: ScheduleView): string[] {
  const [next] = schedule.next;
  // That a paused schedule makes no runs is said beside it already.
  const last = schedule.recent.find(({ cause }) => cause !== 'paused') ?? schedule.recent[0];
  return [
    schedule.name,
    schedule.job,
    schedule.words,
    schedule.timeZone,
    nextText(session, schedule, next),
    last === undefined ? '' : firingText(session, last),
  ];
}

function nextText(session: Session, { paused }: ScheduleView, next: string | undefined): string {
  if (paused !== undefined) return session.paint('yellow', 'paused');
  return next === undefined ? 'never' : `in ${durationWords(Date.parse(next) - session.now())}`;
}

/** What became of a time, in a few words. */
function firingText(session: Session, firing: FiringView): string {
  const { result, state } = firing;
  if (result === 'run') return state === undefined ? 'run' : session.paint(stateColour[state], state);
  return session.paint('yellow', noRunWords(firing));
}

/** Shows one schedule: what it does, its next times, what became of the latest. */
export async function showSchedule(session: Session, name: string): Promise<number> {
  const api = await SchedulesApi.of(session);
  const schedule = await api.get(name);
  if (session.asJson) {
    await session.printJson(schedule);
    return exitCodes.done;
  }
  const preview = await api.preview(name, NEXT_SHOWN);
  const { paused, backfill } = schedule;
  const facts: [string, string][] = [
    ['Runs', schedule.job],
    ['When', whenText(schedule)],
    ['Overlap', `${overlapWords[schedule.overlap]} (${schedule.overlap})`],
    ['Paused', paused === undefined ? '' : pauseText(paused)],
    ['Backfill', backfill === undefined ? '' : `${String(backfill.count)} times, ${String(backfill.atOnce)} at once`],
    ['Changed', `${localTime(schedule.updatedAt)} by ${schedule.updatedBy}`],
  ];
  const lines = facts.filter(([, text]) => text !== '').map(([title, text]) => `${title.padEnd(9)} ${text}\n`);
  await session.print(`${schedule.name}\n\n${lines.join('')}\nNext times\n${timesText(session, preview)}`);
  if (schedule.recent.length > 0) await session.print(`\nLatest times\n${recentText(session, schedule.recent)}`);
  await sayWarnings(session, schedule.warnings);
  return exitCodes.done;
}

const whenText = ({ words, cron, timeZone }: ScheduleView): string =>
  cron === undefined ? words : `${words} (${cron}, ${timeZone})`;

const pauseText = ({ at, by, note }: NonNullable<ScheduleView['paused']>): string =>
  `since ${localTime(at)} by ${by}${note === undefined ? '' : `: ${note}`}`;

const recentText = (session: Session, recent: readonly FiringView[]): string =>
  table(
    ['TIME', 'RESULT', 'RUN', 'WHY'],
    recent.map((firing) => [
      localTime(firing.at),
      firingText(session, firing),
      firing.runId ?? '',
      firing.message ?? '',
    ]),
  );

/** The next times, as clocks in the zone show them. */
export async function previewSchedule(
  session: Session,
  name: string,
  options: { readonly count: string },
): Promise<number> {
  const preview = await (
    await SchedulesApi.of(session)
  ).preview(name, wholeNumber(options.count, '--count', bounds.previewedTimes));
  if (session.asJson) await session.printJson(preview);
  else {
    await session.print(`${preview.words}\n${timesText(session, preview)}`);
    await sayWarnings(session, preview.warnings);
  }
  return exitCodes.done;
}

const timesText = (session: Session, { timeZone, times }: PreviewView): string =>
  table(
    [timeZone.toUpperCase(), 'OFFSET', ''],
    times.map(({ kind, wall, offset, note }) => [
      kind === 'skipped' ? session.paint('yellow', wall) : wall,
      offset ?? session.paint('yellow', 'skipped'),
      note ?? '',
    ]),
  );

async function sayWarnings(session: Session, warnings: ScheduleView['warnings']): Promise<void> {
  for (const { message } of warnings) await session.say(session.paint('yellow', message));
}
