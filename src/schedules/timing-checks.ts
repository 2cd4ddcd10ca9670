import type { PreviewRequest, WarningView } from '../../domain/contract/schedules.js';
import { type Cron, countCronMinutes, cronOf, readCron } from '../../domain/cron.js';
import type { Timing } from '../../domain/schedule.js';
import { isTimeZone } from '../../domain/zone.js';
import type { FieldError } from '../http/refusal.js';

/** What travels as the timing, in the words of the domain. */
export const timingOf = (input: Omit<PreviewRequest, 'count'>): Timing => ({
  ...(input.cron === undefined ? {} : { cron: input.cron.trim() }),
  ...(input.everySeconds === undefined ? {} : { everySeconds: input.everySeconds }),
  timeZone: input.timeZone,
  jitterSeconds: input.jitterSeconds,
  ...(input.startAt === undefined ? {} : { startAt: Date.parse(input.startAt) }),
  ...(input.endAt === undefined ? {} : { endAt: Date.parse(input.endAt) }),
});

/** What can be seen to be wrong without asking the scheduler. */
export function timingErrors({ cron, timeZone }: Timing): FieldError[] {
  const read = cron === undefined ? undefined : readCron(cron);
  return [
    ...(read?.kind === 'wrong' ? [{ path: 'cron', message: read.message }] : []),
    ...(isTimeZone(timeZone)
      ? []
      : [{ path: 'timeZone', message: `${timeZone} is not a time zone; write one like Europe/Berlin, or UTC` }]),
  ];
}

/** Why nothing will ever come of a timing for which the scheduler knows no time. */
export function neverFires({ cron, endAt }: Timing, now: number): FieldError {
  if (endAt !== undefined) {
    const message = endAt < now ? 'is over already' : 'comes before the first time that it could fire';
    return { path: 'endAt', message: `${message}; it would never fire` };
  }
  return { path: 'cron', message: `"${cron ?? ''}" can never fire: no day is like that` };
}

/** What is allowed but seldom meant. */
export function timingWarnings({ cron, everySeconds }: Timing): WarningView[] {
  const read = cronOf({ cron });
  return [
    ...(read?.hasBothDays === true
      ? [
          {
            code: 'both-days' as const,
            message:
              'A day of the month and a day of the week are both given: it fires only on days where both match. (Other crons fire where one of the two does.)',
          },
        ]
      : []),
    ...(isEachMinute(read, everySeconds)
      ? [{ code: 'each-minute' as const, message: 'It fires each minute, or more often: 1,440 runs a day or more.' }]
      : []),
  ];
}

/** About how many times there are in a window; for saying how far beyond the cap it is. */
export function estimateTimes(timing: Timing, from: number, until: number): number {
  const [first, last] = [Math.max(from, timing.startAt ?? from), Math.min(until, timing.endAt ?? until)];
  if (timing.everySeconds !== undefined) return Math.floor((last - first) / (timing.everySeconds * 1000));
  const cron = cronOf(timing);
  return cron === undefined ? 0 : countCronMinutes(cron, first, last);
}

const isEachMinute = (cron: Cron | undefined, everySeconds: number | undefined): boolean =>
  everySeconds === undefined ? cron?.minutes.size === 60 : everySeconds <= 60;
