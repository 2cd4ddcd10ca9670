import { isDeepStrictEqual } from 'node:util';
import { firingId, type ScheduleId } from '../../domain/ids.js';
import type { Page } from '../../domain/ports.js';
import type { Backfill, Firing, Pause, Schedule } from '../../domain/schedule.js';
import { type FiringFilter, type SchedulePut, ScheduleStore } from '../../domain/schedule-ports.js';
import { kept } from './kept.js';
import { newestFirst, someContain } from './newest-first.js';

type Wanted = Parameters<ScheduleStore['put']>[0];
type Change = Parameters<ScheduleStore['put']>[1];

/** Schedules and what became of their times in memory, with the promises of the real store. */
export class MemoryScheduleStore extends ScheduleStore {
  readonly #schedules = new Map<string, Schedule>();
  readonly #firings = new Map<string, Firing>();

  override async create(given: Wanted, change: Change): Promise<Schedule | undefined> {
    return this.#named(given.name) === undefined ? this.#insert(given, change) : undefined;
  }

  override async put(given: Wanted, change: Change): Promise<SchedulePut> {
    const { spec, nextTimes } = kept(given);
    const found = this.#named(given.name);
    if (found === undefined) return { kind: 'created', schedule: this.#insert(given, change) };
    if (isDeepStrictEqual(spec, found.spec)) return { kind: 'unchanged', schedule: found };
    const changed = { spec, nextTimes, ...changedBy(change), version: found.version + 1 };
    return { kind: 'changed', schedule: this.#keep({ ...found, ...changed }) };
  }

  override async get(name: string): Promise<Schedule | undefined> {
    return this.#named(name);
  }

  override async find(id: ScheduleId): Promise<Schedule | undefined> {
    const found = this.#schedules.get(id);
    return found && kept(found);
  }

  override async list(
    { text, job }: { text?: string; job?: string },
    limit: number,
    cursor?: string,
  ): Promise<Page<Schedule>> {
    const found = [...this.#schedules.values()].filter(
      ({ name, spec }) =>
        (job === undefined || spec.job === job) && (text === undefined || someContain(text, name, spec.description)),
    );
    return newestFirst(found, ({ id }) => id, limit, cursor);
  }

  override async remove(name: string): Promise<Schedule | undefined> {
    const found = this.#named(name);
    if (found !== undefined) this.#schedules.delete(found.id);
    return found;
  }

  override async pause(id: ScheduleId, pause: Pause): Promise<Schedule | undefined> {
    const found = this.#schedules.get(id);
    if (found === undefined) return undefined;
    const { at, by } = found.paused ?? pause;
    return this.#keep({ ...found, paused: { at, by, note: pause.note }, version: found.version + 1 });
  }

  override async resume(id: ScheduleId, at: number): Promise<Schedule | undefined> {
    const found = this.#schedules.get(id);
    if (found?.paused === undefined) return this.find(id);
    const { paused, ...schedule } = found;
    const pauses = [...found.pauses, { ...paused, until: at }].slice(-50);
    return this.#keep({ ...schedule, pauses, version: found.version + 1 });
  }

  override async markSynced(id: ScheduleId, version: number): Promise<void> {
    const found = this.#schedules.get(id);
    if (found !== undefined && found.syncedVersion < version) this.#keep({ ...found, syncedVersion: version });
  }

  override async noteTimes(
    id: ScheduleId,
    version: number,
    times: Pick<Schedule, 'watchedUntil' | 'nextTimes'>,
  ): Promise<void> {
    const found = this.#schedules.get(id);
    if (found?.version === version) this.#keep({ ...found, ...times });
  }

  override async noteBackfill(id: ScheduleId, backfill: Backfill): Promise<void> {
    const found = this.#schedules.get(id);
    if (found !== undefined) this.#keep({ ...found, backfill });
  }

  override async endBackfill(id: ScheduleId): Promise<void> {
    const found = this.#schedules.get(id);
    if (found === undefined) return;
    const { backfill: _over, ...schedule } = found;
    this.#keep(schedule);
  }

  override async recordFiring(firing: Firing): Promise<Firing> {
    const id = firingId(firing.scheduleId, firing.at);
    const found = this.#firings.get(id);
    if (found === undefined || (found.result.kind !== 'run' && firing.result.kind === 'run'))
      this.#firings.set(id, kept(firing));
    return kept(this.#firings.get(id) ?? firing);
  }

  override async firing(id: ScheduleId, at: number): Promise<Firing | undefined> {
    const found = this.#firings.get(firingId(id, at));
    return found && kept(found);
  }

  override async endFiring(id: ScheduleId, at: number, ended: NonNullable<Firing['ended']>): Promise<void> {
    const found = this.#firings.get(firingId(id, at));
    if (found !== undefined) this.#firings.set(firingId(id, at), kept({ ended, ...found }));
  }

  override async firings(
    id: ScheduleId,
    { from = 0, until = Infinity, kinds }: FiringFilter,
    limit: number,
    cursor?: string,
  ): Promise<Page<Firing>> {
    const found = [...this.#firings.values()].filter(
      ({ scheduleId, at, result }) =>
        scheduleId === id && at >= from && at <= until && (kinds === undefined || kinds.includes(result.kind)),
    );
    return newestFirst(found, ({ scheduleId, at }) => firingId(scheduleId, at), limit, cursor);
  }

  #insert(given: Wanted, change: Change): Schedule {
    const { id, name, spec, nextTimes } = kept(given);
    const created = { createdAt: change.at, createdBy: change.by, version: 1, syncedVersion: 0 };
    return this.#keep({ id, name, spec, nextTimes, pauses: [], ...changedBy(change), ...created });
  }

  #named(name: string): Schedule | undefined {
    const found = [...this.#schedules.values()].find((schedule) => schedule.name === name);
    return found && kept(found);
  }

  #keep(schedule: Schedule): Schedule {
    this.#schedules.set(schedule.id, kept(schedule));
    return kept(schedule);
  }
}

const changedBy = ({ by, at }: Change) => ({ updatedAt: at, updatedBy: by, watchedUntil: at });
