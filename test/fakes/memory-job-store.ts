import { isDeepStrictEqual } from 'node:util';
import type { JobId } from '../../domain/ids.js';
import type { Job, JobRevision } from '../../domain/job.js';
import { type JobPut, JobStore, type Page } from '../../domain/ports.js';
import { idOfCursor, pageOf } from '../../src/store/cursor.js';
import { kept } from './kept.js';
import { newestFirst, someContain } from './newest-first.js';

type Wanted = Parameters<JobStore['put']>[0];
type Change = Parameters<JobStore['put']>[1];

/** Jobs and their revisions in memory, with the promises of the real store. */
export class MemoryJobStore extends JobStore {
  readonly #jobs = new Map<string, Job>();
  readonly #revisions: JobRevision[] = [];

  override async create(given: Wanted, change: Change): Promise<Job | undefined> {
    return this.#jobs.has(given.name) ? undefined : this.#insert(given, change);
  }

  override async put(given: Wanted, change: Change): Promise<JobPut> {
    const found = this.#jobs.get(given.name);
    if (found === undefined) return { kind: 'created', job: this.#insert(given, change) };
    const { name, group, description, tags, spec } = kept(given);
    const { by, at, note } = change;
    const sameSpec = isDeepStrictEqual(spec, found.spec);
    const described = { group, description, tags };
    const before = { group: found.group, description: found.description, tags: found.tags };
    if (sameSpec && !found.archived && isDeepStrictEqual(described, before))
      return { kind: 'unchanged', job: kept(found) };
    const revision = sameSpec ? found.revision : found.revision + 1;
    const job = { ...found, ...described, spec, revision, archived: false, updatedAt: at, updatedBy: by };
    this.#jobs.set(name, job);
    if (!sameSpec) this.#revisions.push(kept({ jobId: found.id, revision, spec, at, by, note }));
    return { kind: sameSpec ? 'changed' : 'revised', job: kept(job) };
  }

  override async get(name: string): Promise<Job | undefined> {
    const job = this.#jobs.get(name);
    return job && kept(job);
  }

  override async list(
    { archived, text, group, groups, tag }: Parameters<JobStore['list']>[0],
    limit: number,
    cursor?: string,
  ): Promise<Page<Job>> {
    const found = [...this.#jobs.values()].filter(
      (job) =>
        job.archived === archived &&
        (group === undefined || job.group === group) &&
        (groups?.includes(job.group) ?? true) &&
        (tag === undefined || job.tags.includes(tag)) &&
        (text === undefined || someContain(text, job.name, job.description)),
    );
    return newestFirst(found, ({ id }) => id, limit, cursor);
  }

  override async archive(name: string, { by, at }: { by: string; at: number }): Promise<Job | undefined> {
    const job = this.#jobs.get(name);
    if (job !== undefined && !job.archived)
      this.#jobs.set(name, { ...job, archived: true, updatedAt: at, updatedBy: by });
    return this.get(name);
  }

  override async revisions(id: JobId, limit: number, cursor?: string): Promise<Page<JobRevision>> {
    const before = cursor === undefined ? Infinity : Number(idOfCursor(cursor));
    const found = this.#revisions.filter(({ jobId, revision }) => jobId === id && revision < before);
    return pageOf(found.reverse(), limit, ({ revision }) => String(revision), kept);
  }

  override async revision(id: JobId, revision: number): Promise<JobRevision | undefined> {
    const found = this.#revisions.find((one) => one.jobId === id && one.revision === revision);
    return found && kept(found);
  }

  #insert(given: Wanted, { by, at, note }: Change): Job {
    const { id, name, group, description, tags, spec } = kept(given);
    const changes = { createdAt: at, createdBy: by, updatedAt: at, updatedBy: by };
    const job: Job = { id, name, group, description, tags, revision: 1, spec, archived: false, ...changes };
    this.#jobs.set(name, job);
    this.#revisions.push(kept({ jobId: id, revision: 1, spec, at, by, note }));
    return kept(job);
  }
}
