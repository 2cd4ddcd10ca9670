/** A cron line as sets of numbers. When it fires is Temporal's word; this explains a line and finds its mistakes. */
export interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** Day of month and day of week are both narrowed: Temporal wants both to match, other crons one of the two. */
  readonly hasBothDays: boolean;
  /** The five fields, with names like `@daily` spelled out. */
  readonly text: string;
}

export type CronRead =
  { readonly kind: 'cron'; readonly cron: Cron } | { readonly kind: 'wrong'; readonly message: string };

/** The date and the time that a clock on the wall shows. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const nicknames: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}
const minute: Field = { name: 'minute', min: 0, max: 59 };
const hour: Field = { name: 'hour', min: 0, max: 23 };
const day: Field = { name: 'day of month', min: 1, max: 31 };
const month: Field = {
  name: 'month',
  min: 1,
  max: 12,
  names: ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
};
const weekday: Field = {
  name: 'day of week',
  min: 0,
  max: 7,
  names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};

/** Reads a line of five fields or a name like `@daily`; says which field is wrong and why. */
export function readCron(line: string): CronRead {
  const text = nicknames[line.trim().toLowerCase()] ?? line.trim().replaceAll(/\s+/g, ' ');
  if (text.startsWith('@'))
    return wrong(`${line.trim()} is not known; use one of ${Object.keys(nicknames).join(', ')}, or five fields`);
  const fields = text.split(' ');
  if (fields.length !== 5)
    return wrong(`has ${fields.length} fields; write five: minute, hour, day of month, month, day of week`);
  try {
    const [minutes, hours, days, months, weekdays] = [minute, hour, day, month, weekday].map((field, index) =>
      readField(fields[index] ?? '', field),
    ) as [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>]; // one for each of the five fields
    if (weekdays.delete(7)) weekdays.add(0);
    const hasBothDays = days.size < 31 && weekdays.size < 7;
    return { kind: 'cron', cron: { minutes, hours, days, months, weekdays, hasBothDays, text } };
  } catch (error) {
    if (error instanceof FieldMistake) return wrong(error.message);
    throw error;
  }
}

/** The timing's cron line; undefined when it has none, or one with a mistake. */
export function cronOf({ cron }: { readonly cron?: string }): Cron | undefined {
  const read = cron === undefined ? undefined : readCron(cron);
  return read?.kind === 'cron' ? read.cron : undefined;
}

/** Whether the line names this minute; seconds other than 0 never match. */
export function cronMatches(cron: Cron, wall: WallTime): boolean {
  const { minutes, hours } = cron;
  return wall.second === 0 && minutes.has(wall.minute) && hours.has(wall.hour) && matchesDay(cron, wall);
}

/** How many minutes the line names from one UTC day to another, both included; clock changes are not looked at. */
export function countCronMinutes(cron: Cron, from: number, until: number): number {
  const perDay = cron.minutes.size * cron.hours.size;
  let days = 0;
  for (let at = from - (from % DAY); at <= until; at += DAY) {
    const date = new Date(at);
    if (matchesDay(cron, { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }))
      days += 1;
  }
  return days * perDay;
}

const DAY = 86_400_000;

function matchesDay(
  { days, months, weekdays }: Cron,
  { year, month, day }: Pick<WallTime, 'year' | 'month' | 'day'>,
): boolean {
  return months.has(month) && days.has(day) && weekdays.has(new Date(Date.UTC(year, month - 1, day)).getUTCDay());
}

class FieldMistake extends Error {}

const wrong = (message: string): CronRead => ({ kind: 'wrong', message });

function readField(text: string, field: Field): Set<number> {
  return new Set(text.split(',').flatMap((part) => readPart(part, field)));
}

/** `*`, `5`, `1-5`, `mon-fri`, each with `/step`. */
function readPart(part: string, field: Field): number[] {
  const match = /^(?:(\*)|([a-z]{3}|\d+)(?:-([a-z]{3}|\d+))?)(?:\/(\d+))?$/i.exec(part);
  if (match === null) throw new FieldMistake(`${field.name}: "${part}" is not understood`);
  const [, star, first, last, every] = match;
  const step = every === undefined ? 1 : Number(every);
  if (step < 1) throw new FieldMistake(`${field.name}: a step is 1 or more`);
  const from = star === undefined ? readNumber(first ?? '', field) : field.min;
  // `5/15` means from 5 on, each 15; the second Sunday (7) is only there to be written.
  const top = field === weekday ? 6 : field.max;
  const until =
    star === undefined && last !== undefined
      ? readNumber(last, field)
      : star !== undefined || every !== undefined
        ? top
        : from;
  if (until < from) throw new FieldMistake(`${field.name}: "${part}" goes backwards; write two parts with a comma`);
  return Array.from({ length: Math.floor((until - from) / step) + 1 }, (_, index) => from + index * step);
}

function readNumber(text: string, { name, min, max, names }: Field): number {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  const number = /^\d+$/.test(text) ? Number(text) : named;
  if (number === -1) throw new FieldMistake(`${name}: "${text}" is not understood`);
  if (number < min || number > max) throw new FieldMistake(`${name}: ${text} is not between ${min} and ${max}`);
  return number;
}
