import cronstrue from 'cronstrue';
import { cronOf } from '../../domain/cron.js';
import type { Timing } from '../../domain/schedule.js';

/** The rhythm in words: `At 02:30, Monday through Friday`. */
export function timingWords({ cron, everySeconds = 0 }: Pick<Timing, 'cron' | 'everySeconds'>): string {
  if (cron === undefined) return `Every ${durationWords(everySeconds)}`;
  const read = cronOf({ cron });
  if (read === undefined) return cron;
  // Temporal wants both kinds of days to match, and so the words have to say "only on".
  return cronstrue.toString(read.text, { use24HourTimeFormat: true, logicalAndDayFields: true });
}

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

function durationWords(seconds: number): string {
  const [unit, length] = units.find(([, length]) => seconds >= length && seconds % length === 0) ?? ['second', 1];
  const count = seconds / length;
  return count === 1 ? unit : `${count} ${unit}s`;
}
