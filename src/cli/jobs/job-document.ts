import { stringify } from 'yaml';
import type { JobView } from '../../../domain/contract/jobs.js';

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

/** The document line by line, in one order of fields: what only stands elsewhere is no difference. */
export const documentLines = (document: object): string[] =>
  stringify(document, { sortMapEntries: true }).trimEnd().split('\n');
