import { isDeepStrictEqual } from 'node:util';
import type { Model, QueryFilter, UpdateQuery } from 'mongoose';
import { firingId, type ScheduleId } from '../../domain/ids.js';
import type { Page } from '../../domain/ports.js';
import type { Backfill, Firing, Pause, Schedule } from '../../domain/schedule.js';
import { type FiringFilter, type SchedulePut, ScheduleStore } from '../../domain/schedule-ports.js';
import { containing } from './containing.js';
import { idOfCursor, pageOf } from './cursor.js';
import { insertOnce } from './insert-once.js';
import type { FiringDocument, ScheduleDocument } from './schedule.schema.js';
import {
  backfillToDocument,
  firingFromDocument,
  firingToDocument,
  pauseToDocument,
  scheduleFromDocument,
} from './schedule-document.js';

type Wanted = Pick<Schedule, 'id' | 'name' | 'spec' | 'nextTimes'>;
interface Change {
  readonly by: string;
  readonly at: number;
}

/** So many past pauses are remembered. */
const PAUSES_KEPT = 50;

/** Schedules and what became of their times, in MongoDB. */
export class MongoScheduleStore extends ScheduleStore {
  constructor(
    private readonly schedules: Model<ScheduleDocument>,
    private readonly history: Model<FiringDocument>,
  ) {
    super();
  }

  override async create(wanted: Wanted, change: Change): Promise<Schedule | undefined> {
    const fresh = newDocument(wanted, change);
    return (await insertOnce(this.schedules, fresh)) ? scheduleFromDocument(fresh) : undefined;
  }

  override async put(wanted: Wanted, change: Change): Promise<SchedulePut> {
    for (;;) {
      const found = await this.schedules.findOne({ name: wanted.name }).lean();
      if (found === null) {
        const created = await this.create(wanted, change);
        if (created !== undefined) return { kind: 'created', schedule: created };
        continue;
      }
      const put = await this.#revise(found, wanted, change);
      if (put !== undefined) return put;
    }
  }

  override async get(name: string): Promise<Schedule | undefined> {
    const found = await this.schedules.findOne({ name }).lean();
    return found === null ? undefined : scheduleFromDocument(found);
  }

  override async find(id: ScheduleId): Promise<Schedule | undefined> {
    const found = await this.schedules.findById(id).lean();
    return found === null ? undefined : scheduleFromDocument(found);
  }

  override async list(
    { text, job }: { text?: string; job?: string },
    limit: number,
    cursor?: string,
  ): Promise<Page<Schedule>> {
    const query: QueryFilter<ScheduleDocument> = {
      ...(cursor === undefined ? {} : { _id: { $lt: idOfCursor(cursor) } }),
      ...(job === undefined ? {} : { job }),
      ...(text === undefined ? {} : { $or: [{ name: containing(text) }, { description: containing(text) }] }),
    };
    const found = await this.schedules
      .find(query)
      .sort({ _id: -1 })
      .limit(limit + 1)
      .lean();
    return pageOf(found, limit, ({ _id }) => _id, scheduleFromDocument);
  }

  override async remove(name: string): Promise<Schedule | undefined> {
    const removed = await this.schedules.findOneAndDelete({ name }).lean();
    return removed === null ? undefined : scheduleFromDocument(removed);
  }

  override async pause(id: ScheduleId, pause: Pause): Promise<Schedule | undefined> {
    const paused = pauseToDocument(pause);
    const begun = await this.#change(
      { _id: id, paused: { $exists: false } },
      { $set: { paused }, $inc: { version: 1 } },
    );
    if (begun !== undefined) return begun;
    // It is paused already: since when stays, why may change.
    const words = pause.note === undefined ? { $unset: { 'paused.note': 1 } } : { $set: { 'paused.note': pause.note } };
    return this.#change({ _id: id, paused: { $exists: true } }, { ...words, $inc: { version: 1 } });
  }

  override async resume(id: ScheduleId, at: number): Promise<Schedule | undefined> {
    for (;;) {
      const found = await this.schedules.findById(id).lean();
      if (found === null) return undefined;
      if (found.paused === undefined) return scheduleFromDocument(found);
      const over = { ...found.paused, until: new Date(at) };
      const resumed = await this.#change(
        { _id: id, version: found.version },
        {
          $unset: { paused: 1 },
          $push: { pauses: { $each: [over], $slice: -PAUSES_KEPT } },
          $inc: { version: 1 },
        },
      );
      if (resumed !== undefined) return resumed;
    }
  }

  override async markSynced(id: ScheduleId, version: number): Promise<void> {
    await this.schedules.updateOne({ _id: id, syncedVersion: { $lt: version } }, { $set: { syncedVersion: version } });
  }

  override async noteTimes(
    id: ScheduleId,
    version: number,
    { watchedUntil, nextTimes }: Pick<Schedule, 'watchedUntil' | 'nextTimes'>,
  ): Promise<void> {
    const times = { watchedUntil: new Date(watchedUntil), nextTimes: nextTimes.map((time) => new Date(time)) };
    await this.schedules.updateOne({ _id: id, version }, { $set: times });
  }

  override async noteBackfill(id: ScheduleId, backfill: Backfill): Promise<void> {
    await this.schedules.updateOne({ _id: id }, { $set: { backfill: backfillToDocument(backfill) } });
  }

  override async endBackfill(id: ScheduleId): Promise<void> {
    await this.schedules.updateOne({ _id: id }, { $unset: { backfill: 1 } });
  }

  override async recordFiring(firing: Firing): Promise<Firing> {
    const document = firingToDocument(firing);
    if (await insertOnce(this.history, document)) return firing;
    const { _id, isBackfill, recordedAt, result } = document;
    if (result.kind === 'run')
      await this.history.updateOne(
        { _id, 'result.kind': { $ne: 'run' } },
        { $set: { isBackfill, recordedAt, result }, $unset: { ended: 1 } },
      );
    return (await this.firing(firing.scheduleId, firing.at)) ?? firing;
  }

  override async firing(id: ScheduleId, at: number): Promise<Firing | undefined> {
    const found = await this.history.findById(firingId(id, at)).lean();
    return found === null ? undefined : firingFromDocument(found);
  }

  override async endFiring(id: ScheduleId, at: number, ended: NonNullable<Firing['ended']>): Promise<void> {
    await this.history.updateOne(
      { _id: firingId(id, at), ended: { $exists: false } },
      { $set: { ended: { at: new Date(ended.at), as: ended.as } } },
    );
  }

  override async firings(
    id: ScheduleId,
    { from = 0, until, kinds }: FiringFilter,
    limit: number,
    cursor?: string,
  ): Promise<Page<Firing>> {
    const last = until === undefined ? `${id}.~` : firingId(id, until); // a tilde sorts behind every digit
    const found = await this.history
      .find({
        _id: { $gte: firingId(id, from), $lte: last, ...(cursor === undefined ? {} : { $lt: idOfCursor(cursor) }) },
        ...(kinds === undefined ? {} : { scheduleId: id, 'result.kind': { $in: [...kinds] } }),
      })
      .sort({ _id: -1 })
      .limit(limit + 1)
      .lean();
    return pageOf(found, limit, ({ _id }) => _id, firingFromDocument);
  }

  /** Undefined when somebody else changed the schedule meanwhile. */
  async #revise(
    found: ScheduleDocument,
    { spec, nextTimes }: Wanted,
    { by, at }: Change,
  ): Promise<SchedulePut | undefined> {
    const text = JSON.stringify(spec);
    if (isDeepStrictEqual(JSON.parse(text), JSON.parse(found.spec)))
      return { kind: 'unchanged', schedule: scheduleFromDocument(found) };
    const schedule = await this.#change(
      { _id: found._id, version: found.version },
      {
        $set: {
          spec: text,
          job: spec.job,
          description: spec.description,
          updatedAt: new Date(at),
          updatedBy: by,
          // What the earlier spec expected and nobody has looked at yet is not judged by the new one.
          watchedUntil: new Date(at),
          nextTimes: nextTimes.map((time) => new Date(time)),
        },
        $inc: { version: 1 },
      },
    );
    return schedule && { kind: 'changed', schedule };
  }

  async #change(
    filter: QueryFilter<ScheduleDocument>,
    update: UpdateQuery<ScheduleDocument>,
  ): Promise<Schedule | undefined> {
    const changed = await this.schedules.findOneAndUpdate(filter, update, { returnDocument: 'after' }).lean();
    return changed === null ? undefined : scheduleFromDocument(changed);
  }
}

const newDocument = ({ id, name, spec, nextTimes }: Wanted, { by, at }: Change): ScheduleDocument => ({
  _id: id,
  name,
  job: spec.job,
  description: spec.description,
  spec: JSON.stringify(spec),
  pauses: [],
  createdAt: new Date(at),
  createdBy: by,
  updatedAt: new Date(at),
  updatedBy: by,
  version: 1,
  syncedVersion: 0,
  watchedUntil: new Date(at),
  nextTimes: nextTimes.map((time) => new Date(time)),
});
