import { firingId, scheduleId } from '../../domain/ids.js';
import type { Backfill, Firing, PastPause, Pause, Schedule, ScheduleSpec } from '../../domain/schedule.js';
import type { BackfillDocument, FiringDocument, PauseDocument, ScheduleDocument } from './schedule.schema.js';

/** The schedule that a document tells of; a new object that shares nothing with it. */
export const scheduleFromDocument = (document: ScheduleDocument): Schedule => ({
  id: scheduleId(document._id),
  name: document.name,
  spec: JSON.parse(document.spec) as ScheduleSpec, // written by the store
  ...(document.paused === undefined ? {} : { paused: pauseFrom(document.paused) }),
  pauses: document.pauses.map(pastPauseFrom),
  ...(document.backfill === undefined ? {} : { backfill: backfillFrom(document.backfill) }),
  createdAt: document.createdAt.getTime(),
  createdBy: document.createdBy,
  updatedAt: document.updatedAt.getTime(),
  updatedBy: document.updatedBy,
  version: document.version,
  syncedVersion: document.syncedVersion,
  watchedUntil: document.watchedUntil.getTime(),
  nextTimes: document.nextTimes.map((time) => time.getTime()),
});

export const pauseToDocument = ({ at, by, note }: Pause): PauseDocument => ({
  at: new Date(at),
  by,
  ...(note === undefined ? {} : { note }),
});

export const backfillToDocument = ({ from, until, startedAt, ...same }: Backfill): BackfillDocument => ({
  ...same,
  from: new Date(from),
  until: new Date(until),
  startedAt: new Date(startedAt),
});

const pauseFrom = ({ at, by, note }: PauseDocument): Pause => ({
  at: at.getTime(),
  by,
  ...(note === undefined ? {} : { note }),
});

const pastPauseFrom = (document: PauseDocument): PastPause => ({
  ...pauseFrom(document),
  until: (document.until ?? document.at).getTime(),
});

const backfillFrom = ({ from, until, count, atOnce, by, startedAt }: BackfillDocument): Backfill => ({
  from: from.getTime(),
  until: until.getTime(),
  count,
  atOnce,
  by,
  startedAt: startedAt.getTime(),
});

export const firingToDocument = ({ at, recordedAt, ended, ...same }: Firing): FiringDocument => ({
  _id: firingId(same.scheduleId, at),
  ...same,
  at: new Date(at),
  recordedAt: new Date(recordedAt),
  ...(ended === undefined ? {} : { ended: { ...ended, at: new Date(ended.at) } }),
});

export const firingFromDocument = (document: FiringDocument): Firing => ({
  scheduleId: scheduleId(document.scheduleId),
  at: document.at.getTime(),
  isBackfill: document.isBackfill,
  recordedAt: document.recordedAt.getTime(),
  result: document.result,
  ...(document.ended === undefined ? {} : { ended: { at: document.ended.at.getTime(), as: document.ended.as } }),
});
