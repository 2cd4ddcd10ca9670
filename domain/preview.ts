import { type Cron, cronMatches, type WallTime } from './cron.js';
import { offsetAt, wallTime } from './zone.js';

/** A time that a schedule fires at, or one that it leaves out because the clocks skip it. */
export interface PreviewEntry {
  readonly kind: 'fires' | 'skipped';
  /** Absent for a time that does not exist. */
  readonly at?: number;
  /** What a clock in the zone shows: `2027-03-28 02:30`. */
  readonly wall: string;
  /** Ahead of UTC, like `+02:00`; absent for a time that does not exist. */
  readonly offset?: string;
  /** What daylight saving does to it, where it does something. */
  readonly note?: string;
}

interface ClockChange {
  /** The first moment with the new offset. */
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** No zone changes its clocks twice within this time. */
const STRIDE = 7 * 24 * HOUR;

/**
 * The scheduler's times as clocks in the zone show them, with what daylight saving does marked: times that are skipped,
 * that come twice, that are moved.
 */
export function previewEntries(
  times: readonly number[],
  from: number,
  zone: string,
  cron: Cron | undefined,
): PreviewEntry[] {
  const last = times.at(-1);
  if (last === undefined) return [];
  const changes = clockChanges(from, last + STRIDE, zone);
  const fires = times.map((at) => ({ at, entry: firingEntry(at, { times, zone, cron, changes }) }));
  const skipped = cron === undefined ? [] : changes.flatMap((change) => skippedEntry(change, cron));
  return [...skipped.filter(({ at }) => at <= last), ...fires].sort((a, b) => a.at - b.at).map(({ entry }) => entry);
}

interface Around {
  readonly times: readonly number[];
  readonly zone: string;
  readonly cron: Cron | undefined;
  readonly changes: readonly ClockChange[];
}

function firingEntry(at: number, around: Around): PreviewEntry {
  const wall = wallTime(at, around.zone);
  const note = noteFor(at, wall, around);
  return {
    kind: 'fires',
    at,
    wall: wallText(wall),
    offset: offsetText(offsetAt(at, around.zone)),
    ...(note === undefined ? {} : { note }),
  };
}

function noteFor(at: number, wall: WallTime, { times, zone, cron, changes }: Around): string | undefined {
  const clock = clockText(wall);
  if (cron !== undefined && !cronMatches(cron, wall))
    return `The clocks change on this day, which moves it to ${clock}.`;
  const back = changes.find((change) => {
    const width = change.before - change.after;
    return width > 0 && at >= change.at - width && at < change.at + width;
  });
  if (back === undefined) return undefined;
  const width = back.before - back.after;
  const isFirst = at < back.at;
  const twin = isFirst ? at + width : at - width;
  const which = isFirst ? 'first' : 'second';
  const known = times.includes(twin) && offsetAt(twin, zone) !== offsetAt(at, zone);
  return known
    ? `The clocks go back: ${clock} comes twice and it fires both times; this is the ${which}.`
    : `The clocks go back: ${clock} comes twice; it fires at the ${which} only.`;
}

/** The minutes that the cron line names and the clocks leave out, as one entry. */
function skippedEntry({ at, before, after }: ClockChange, cron: Cron): { at: number; entry: PreviewEntry }[] {
  const skipped: WallTime[] = [];
  for (let local = at + before; local < at + after; local += MINUTE) {
    const wall = wallTime(local, 'UTC');
    if (cronMatches(cron, wall)) skipped.push(wall);
  }
  const [first, ...others] = skipped;
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` (nor ${others.length} more up to ${clockText(others.at(-1) ?? first)})`;
  const note = `The clocks go forward: there is no ${clockText(first)}${more} on this day, so it does not fire then.`;
  return [{ at, entry: { kind: 'skipped', wall: wallText(first), note } }];
}

function clockChanges(from: number, until: number, zone: string): ClockChange[] {
  const changes: ClockChange[] = [];
  for (let at = from; at < until; at += STRIDE) {
    const [before, after] = [offsetAt(at, zone), offsetAt(at + STRIDE, zone)];
    if (before !== after) changes.push({ at: momentOfChange(at, at + STRIDE, zone), before, after });
  }
  return changes;
}

/** Clocks change at full minutes. */
function momentOfChange(from: number, until: number, zone: string): number {
  const before = offsetAt(from, zone);
  let [low, high] = [Math.floor(from / MINUTE), Math.ceil(until / MINUTE)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * MINUTE, zone) === before) low = middle;
    else high = middle;
  }
  return high * MINUTE;
}

const two = (n: number): string => String(n).padStart(2, '0');

const clockText = ({ hour, minute, second }: WallTime): string =>
  `${two(hour)}:${two(minute)}${second === 0 ? '' : `:${two(second)}`}`;

/** What a clock shows, as a preview spells it. */
export const wallText = (wall: WallTime): string =>
  `${wall.year}-${two(wall.month)}-${two(wall.day)} ${clockText(wall)}`;

function offsetText(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / MINUTE);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
