import type { FiringView, ScheduleView, WarningView } from '../../../domain/contract/schedules.js';
import type { Run } from '../../../domain/run.js';
import type { Firing, Schedule } from '../../../domain/schedule.js';
import { iso, isoIf } from '../iso.js';
import { plain } from './plain.js';

const NEXT_SHOWN = 5;

/** What is known of a schedule beside its document. */
export interface ScheduleFacts {
  readonly words: string;
  readonly recent: readonly FiringView[];
  readonly warnings: readonly WarningView[];
  readonly now: number;
}

/** A schedule as it travels. */
export function scheduleView(schedule: Schedule, { words, recent, warnings, now }: ScheduleFacts): ScheduleView {
  const { spec, paused, backfill } = schedule;
  const { timing, order } = spec;
  return {
    id: schedule.id,
    name: schedule.name,
    description: spec.description,
    job: spec.job,
    cron: timing.cron,
    everySeconds: timing.everySeconds,
    timeZone: timing.timeZone,
    jitterSeconds: timing.jitterSeconds,
    startAt: isoIf(timing.startAt),
    endAt: isoIf(timing.endAt),
    words,
    overlap: spec.overlap,
    catchUpSeconds: spec.catchUpSeconds,
    pauseAfterFailures: spec.pauseAfterFailures,
    ...plain(order),
    paused: paused && { at: iso(paused.at), by: paused.by, note: paused.note },
    next: schedule.nextTimes
      .filter((at) => at > now)
      .slice(0, NEXT_SHOWN)
      .map(iso),
    recent: [...recent],
    warnings: [...warnings],
    backfill: backfill && {
      ...backfill,
      from: iso(backfill.from),
      until: iso(backfill.until),
      startedAt: iso(backfill.startedAt),
    },
    createdAt: iso(schedule.createdAt),
    createdBy: schedule.createdBy,
    updatedAt: iso(schedule.updatedAt),
    updatedBy: schedule.updatedBy,
  };
}

/** What became of a time, with the state of its run where that still lives. */
export function firingView({ at, isBackfill, recordedAt, result, ended }: Firing, run?: Run): FiringView {
  const same = { at: iso(at), result: result.kind, isBackfill, recordedAt: iso(recordedAt), endedAt: isoIf(ended?.at) };
  switch (result.kind) {
    case 'run':
      return { ...same, runId: result.runId, state: ended?.as ?? run?.state };
    case 'refused':
      return { ...same, code: result.code, message: result.message };
    case 'missed':
      return { ...same, cause: result.cause, message: result.message };
  }
}
