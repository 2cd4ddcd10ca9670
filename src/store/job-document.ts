import { jobId } from '../../domain/ids.js';
import type { Job, JobRevision, JobSpec } from '../../domain/job.js';
import type { JobDocument, JobRevisionDocument } from './job.schema.js';

/** The job that a document tells of. */
export const jobFromDocument = (document: JobDocument): Job => ({
  id: jobId(document._id),
  name: document.name,
  group: document.group,
  description: document.description,
  tags: document.tags,
  revision: document.revision,
  spec: JSON.parse(document.spec) as JobSpec, // written by MongoJobStore.put
  archived: document.archived,
  createdAt: document.createdAt.getTime(),
  createdBy: document.createdBy,
  updatedAt: document.updatedAt.getTime(),
  updatedBy: document.updatedBy,
});

/** The newest revision of a job, as it stands in the job itself. */
export const newestRevision = (job: JobDocument): JobRevisionDocument => ({
  _id: revisionId(job._id, job.revision),
  jobId: job._id,
  revision: job.revision,
  spec: job.spec,
  at: job.revisedAt,
  by: job.revisedBy,
  ...(job.note === undefined ? {} : { note: job.note }),
});

export const revisionFromDocument = (document: JobRevisionDocument): JobRevision => ({
  jobId: jobId(document.jobId),
  revision: document.revision,
  spec: JSON.parse(document.spec) as JobSpec, // written by MongoJobStore.put
  at: document.at.getTime(),
  by: document.by,
  ...(document.note === undefined ? {} : { note: document.note }),
});

export const revisionId = (job: string, revision: number): string => `${job}.${revision}`;
