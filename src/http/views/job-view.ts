import type { JobRevisionView, JobView } from '../../../domain/contract/jobs.js';
import type { Job, JobRevision, JobSpec } from '../../../domain/job.js';
import type { Json } from '../../../domain/json.js';
import { iso } from '../iso.js';
import { type Mutable, plain } from './plain.js';

/** A job as it travels; `recent` is given in lists only. */
export const jobView = (job: Job, recent?: JobView['recent']): JobView => ({
  id: job.id,
  name: job.name,
  group: job.group,
  description: job.description,
  tags: [...job.tags],
  revision: job.revision,
  spec: specView(job.spec),
  archived: job.archived,
  createdAt: iso(job.createdAt),
  createdBy: job.createdBy,
  updatedAt: iso(job.updatedAt),
  updatedBy: job.updatedBy,
  ...(recent === undefined ? {} : { recent }),
});

export const revisionView = (revision: JobRevision): JobRevisionView => ({
  revision: revision.revision,
  spec: specView(revision.spec),
  at: iso(revision.at),
  by: revision.by,
  note: revision.note,
});

const specView = (spec: JobSpec): JobView['spec'] => ({
  image: spec.image,
  command: plain(spec.command),
  parameters: spec.parameters as Record<string, Mutable<Json>>, // only the readonly marks differ
  env: plain(spec.env),
  resources: plain(spec.resources),
  cluster: spec.cluster,
  limits: plain(spec.limits),
  retry: plain(spec.retry),
  concurrency: spec.concurrency,
});
