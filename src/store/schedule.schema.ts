import { Schema } from 'mongoose';
import type { Outcome } from '../../domain/outcome.js';
import type { FiringResult } from '../../domain/schedule.js';
import { schemaOptions } from './schema-options.js';

export interface PauseDocument {
  at: Date;
  by: string;
  note?: string;
  /** Present once it is over. */
  until?: Date;
}

export interface BackfillDocument {
  from: Date;
  until: Date;
  count: number;
  atOnce: number;
  by: string;
  startedAt: Date;
}

/** `spec` is JSON text: parameters and environment have keys of the user's choosing. What lists filter by is beside it. */
export interface ScheduleDocument {
  _id: string;
  name: string;
  job: string;
  description: string;
  spec: string;
  paused?: PauseDocument;
  pauses: PauseDocument[];
  backfill?: BackfillDocument;
  createdAt: Date;
  createdBy: string;
  updatedAt: Date;
  updatedBy: string;
  version: number;
  syncedVersion: number;
  watchedUntil: Date;
  nextTimes: Date[];
}

/** `_id` is `<scheduleId>.<nominal time>`: one document per time, and those of a schedule lie together in order. */
export interface FiringDocument {
  _id: string;
  scheduleId: string;
  at: Date;
  isBackfill: boolean;
  recordedAt: Date;
  result: FiringResult;
  ended?: { at: Date; as: Outcome['kind'] };
}

const part = { _id: false, strict: 'throw' } as const;
const pauseSchema = new Schema<PauseDocument>({ at: Date, by: String, note: String, until: Date }, part);
const backfillSchema = new Schema<BackfillDocument>(
  { from: Date, until: Date, count: Number, atOnce: Number, by: String, startedAt: Date },
  part,
);

export const scheduleSchema = new Schema<ScheduleDocument>(
  {
    _id: String,
    name: String,
    job: String,
    description: String,
    spec: String,
    paused: pauseSchema,
    pauses: [pauseSchema],
    backfill: backfillSchema,
    createdAt: Date,
    createdBy: String,
    updatedAt: Date,
    updatedBy: String,
    version: Number,
    syncedVersion: Number,
    watchedUntil: Date,
    nextTimes: [Date],
  },
  schemaOptions,
)
  .index({ name: 1 }, { unique: true })
  .index({ job: 1, _id: -1 });

export const firingSchema = new Schema<FiringDocument>(
  {
    _id: String,
    scheduleId: String,
    at: Date,
    isBackfill: Boolean,
    recordedAt: Date,
    result: Schema.Types.Mixed,
    ended: new Schema({ at: Date, as: String }, part),
  },
  schemaOptions,
).index({ scheduleId: 1, 'result.kind': 1, _id: -1 });
