import type { JobView } from '../../domain/contract/jobs.js';

/** The document that makes this job: `flotilla apply` of it changes nothing. */
export function jobDocument(job: Pick<JobView, 'name' | 'group' | 'description' | 'tags' | 'spec'>): object {
  const { name, group, description, tags, spec } = job;
  return {
    name,
    group,
    ...(description === '' ? {} : { description }),
    ...(tags.length === 0 ? {} : { tags }),
    ...spec,
  };
}
