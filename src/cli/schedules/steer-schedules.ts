import { bounds } from '../../../domain/bounds.js';
import { ScheduleDocument, type SchedulePutView, type ScheduleView } from '../../../domain/contract/schedules.js';
import { wallText } from '../../../domain/preview.js';
import { wallTime } from '../../../domain/zone.js';
import { applyAll } from '../documents/apply-all.js';
import { exitCodes } from '../exit-codes.js';
import { readAll } from '../documents/read-documents.js';
import { pastTime, wholeNumber } from '../option-values.js';
import { SchedulesApi } from '../server/schedules-api.js';
import type { Session } from '../session.js';
import { table } from '../output/table.js';
import { counted } from '../../../domain/amount-words.js';

export interface BackfillOptions {
  readonly from?: string;
  readonly until?: string;
  readonly atOnce: string;
  readonly dryRun?: boolean;
  readonly stop?: boolean;
}

const colour = { created: 'green', changed: 'yellow', unchanged: 'dim' } as const;

/** Makes schedules what files say. All files are checked before the first is sent; says of each what changed. */
export async function applySchedules(session: Session, files: readonly string[]): Promise<number> {
  const found = await readAll(files, session.terminal, { schema: ScheduleDocument, called: 'schedule' });
  const api = await SchedulesApi.of(session);
  const say = (answer: SchedulePutView): Promise<void> => sayOf(session, answer);
  return applyAll(session, found, (document) => api.put(document), say);
}

async function sayOf(session: Session, { change, schedule }: SchedulePutView): Promise<void> {
  const [next] = schedule.next;
  const { timeZone } = schedule;
  // In its own zone, as its words are: "At 03:00" and a time of another zone would seem to disagree.
  const when = next === undefined ? '' : `, next ${wallText(wallTime(Date.parse(next), timeZone))} (${timeZone})`;
  await session.print(
    `${session.paint(colour[change], change.padEnd(9))} ${schedule.name}: ${schedule.words}${when}\n`,
  );
  for (const { message } of schedule.warnings) await session.say(`${schedule.name}: ${message}`);
}

/** Pauses or resumes a schedule. */
export async function steerSchedule(
  session: Session,
  name: string,
  verb: 'pause' | 'resume',
  options: { readonly note?: string },
): Promise<number> {
  const schedule = await (await SchedulesApi.of(session)).steer(name, verb, options.note);
  const words =
    verb === 'pause'
      ? `${name} is paused: its times make no runs until \`flotilla schedules resume ${name}\`.`
      : `${name} goes on. Times that fell into the pause can be made up for with \`flotilla schedules backfill\`.`;
  return told(session, schedule, words);
}

/** Fires a schedule once, now. */
export async function triggerSchedule(session: Session, name: string): Promise<number> {
  const schedule = await (await SchedulesApi.of(session)).trigger(name);
  return told(session, schedule, `${name} fires now. \`flotilla show ${schedule.job}\` shows the run.`);
}

/** Takes a schedule away; its runs stay. */
export async function removeSchedule(session: Session, name: string): Promise<number> {
  await (await SchedulesApi.of(session)).remove(name);
  if (!session.asJson) await session.say(`${name} is removed. Its runs stay in the history.`);
  return exitCodes.done;
}

/** Makes the runs of past times that have none. */
export async function backfillSchedule(session: Session, name: string, options: BackfillOptions): Promise<number> {
  const api = await SchedulesApi.of(session);
  if (options.stop === true) return told(session, await api.stopBackfill(name), `The backfill of ${name} is stopped.`);
  const now = session.now();
  const answer = await api.backfill(name, {
    from: pastTime(options.from ?? '', now, '--from'),
    until: pastTime(options.until ?? '0s', now, '--until'),
    atOnce: wholeNumber(options.atOnce, '--at-once', bounds.backfilledAtOnce),
    dryRun: options.dryRun === true,
  });
  if (session.asJson) {
    await session.printJson(answer);
    return exitCodes.done;
  }
  const rows = answer.times.map(({ wall, runId }) => [wall, runId ?? (answer.started ? 'will run' : 'none')]);
  await session.print(table(['TIME', 'RUN'], rows));
  const toRun = counted(answer.toRun, 'time has', 'times have');
  await session.say(
    answer.started ? `${toRun} no run yet; they begin now, ${options.atOnce} at once.` : `${toRun} no run.`,
  );
  return exitCodes.done;
}

async function told(session: Session, schedule: ScheduleView, words: string): Promise<number> {
  if (session.asJson) await session.printJson(schedule);
  else await session.say(words);
  return exitCodes.done;
}
