import { isDeepStrictEqual } from 'node:util';
import type { Model, QueryFilter, UpdateQuery } from 'mongoose';
import type { JobId } from '../../domain/ids.js';
import type { Job, JobRevision } from '../../domain/job.js';
import { type JobPut, JobStore, type Page } from '../../domain/ports.js';
import { containing } from './containing.js';
import { idOfCursor, pageOf } from './cursor.js';
import { groupQuery } from './group-query.js';
import { insertOnce } from './insert-once.js';
import type { JobDocument, JobRevisionDocument } from './job.schema.js';
import { jobFromDocument, newestRevision, revisionFromDocument, revisionId } from './job-document.js';

type Wanted = Pick<Job, 'id' | 'name' | 'group' | 'description' | 'tags' | 'spec'>;
interface Change {
  readonly by: string;
  readonly at: number;
  readonly note?: string;
}

/** Jobs and their revisions in MongoDB. The newest revision is in the job, so that a revision is made by one write. */
export class MongoJobStore extends JobStore {
  constructor(
    private readonly jobs: Model<JobDocument>,
    private readonly history: Model<JobRevisionDocument>,
  ) {
    super();
  }

  override async create(job: Wanted, change: Change): Promise<Job | undefined> {
    const fresh = newDocument(job, change);
    if (!(await insertOnce(this.jobs, fresh))) return undefined;
    await insertOnce(this.history, newestRevision(fresh));
    return jobFromDocument(fresh);
  }

  override async put(job: Wanted, change: Change): Promise<JobPut> {
    for (;;) {
      const found = await this.jobs.findOne({ name: job.name }).lean();
      if (found === null) {
        const created = await this.create(job, change);
        if (created !== undefined) return { kind: 'created', job: created };
        continue;
      }
      const put = await this.#revise(found, job, change);
      if (put !== undefined) return put;
    }
  }

  override async get(name: string): Promise<Job | undefined> {
    const found = await this.jobs.findOne({ name }).lean();
    return found === null ? undefined : jobFromDocument(found);
  }

  override async list(
    filter: { archived: boolean; text?: string; group?: string; groups?: readonly string[]; tag?: string },
    limit: number,
    cursor?: string,
  ): Promise<Page<Job>> {
    const { text, group, groups, tag, archived } = filter;
    const query: QueryFilter<JobDocument> = {
      archived,
      ...(cursor === undefined ? {} : { _id: { $lt: idOfCursor(cursor) } }),
      ...groupQuery(group, groups),
      ...(tag === undefined ? {} : { tags: tag }),
      ...(text === undefined ? {} : { $or: [{ name: containing(text) }, { description: containing(text) }] }),
    };
    const found = await this.jobs
      .find(query)
      .sort({ _id: -1 })
      .limit(limit + 1)
      .lean();
    return pageOf(found, limit, ({ _id }) => _id, jobFromDocument);
  }

  override async archive(name: string, { by, at }: { by: string; at: number }): Promise<Job | undefined> {
    const archived = await this.#change(
      { name, archived: false },
      { $set: { archived: true, updatedAt: new Date(at), updatedBy: by } },
    );
    return archived === undefined ? this.get(name) : jobFromDocument(archived);
  }

  override async revisions(id: JobId, limit: number, cursor?: string): Promise<Page<JobRevision>> {
    const job = await this.jobs.findById(id).lean();
    if (job === null) return { items: [] };
    await insertOnce(this.history, newestRevision(job)); // missing only after a crash between two writes
    const found = await this.history
      .find({ jobId: id, ...(cursor === undefined ? {} : { revision: { $lt: Number(idOfCursor(cursor)) } }) })
      .sort({ revision: -1 })
      .limit(limit + 1)
      .lean();
    return pageOf(found, limit, ({ revision }) => String(revision), revisionFromDocument);
  }

  override async revision(id: JobId, revision: number): Promise<JobRevision | undefined> {
    const found = await this.history.findById(revisionId(id, revision)).lean();
    if (found !== null) return revisionFromDocument(found);
    const job = await this.jobs.findById(id).lean();
    return job?.revision === revision ? revisionFromDocument(newestRevision(job)) : undefined;
  }

  /** Undefined when somebody else changed the job meanwhile. */
  async #revise(found: JobDocument, wanted: Wanted, change: Change): Promise<JobPut | undefined> {
    const spec = JSON.stringify(wanted.spec);
    const sameSpec = isDeepStrictEqual(JSON.parse(spec), JSON.parse(found.spec));
    const described = { group: wanted.group, description: wanted.description, tags: [...wanted.tags] };
    const { group, description, tags } = found;
    if (sameSpec && !found.archived && isDeepStrictEqual(described, { group, description, tags }))
      return { kind: 'unchanged', job: jobFromDocument(found) };

    await insertOnce(this.history, newestRevision(found)); // before the next one takes its place
    const at = new Date(change.at);
    const revision = { revision: found.revision + 1, spec, revisedAt: at, revisedBy: change.by };
    const revised = await this.#change(
      { _id: found._id, revision: found.revision },
      {
        $set: {
          ...described,
          archived: false,
          updatedAt: at,
          updatedBy: change.by,
          ...(sameSpec ? {} : revision),
          ...(sameSpec || change.note === undefined ? {} : { note: change.note }),
        },
        ...(!sameSpec && change.note === undefined ? { $unset: { note: 1 } } : {}),
      },
    );
    if (revised === undefined) return undefined;
    if (!sameSpec) await insertOnce(this.history, newestRevision(revised));
    return { kind: sameSpec ? 'changed' : 'revised', job: jobFromDocument(revised) };
  }

  async #change(filter: QueryFilter<JobDocument>, update: UpdateQuery<JobDocument>) {
    return (await this.jobs.findOneAndUpdate(filter, update, { returnDocument: 'after' }).lean()) ?? undefined;
  }
}

const newDocument = (job: Wanted, { by, at, note }: Change): JobDocument => ({
  _id: job.id,
  name: job.name,
  group: job.group,
  description: job.description,
  tags: [...job.tags],
  archived: false,
  createdAt: new Date(at),
  createdBy: by,
  updatedAt: new Date(at),
  updatedBy: by,
  revision: 1,
  spec: JSON.stringify(job.spec),
  revisedAt: new Date(at),
  revisedBy: by,
  ...(note === undefined ? {} : { note }),
});
