import type { JobPutView, JobView } from '../../domain/contract/jobs.js';

/** What became of a job that was saved. */
export function savedWords(
  change: JobPutView['change'],
  { name, revision }: Pick<JobView, 'name' | 'revision'>,
): string {
  switch (change) {
    case 'created':
      return `${name} is there. Launch it now, or later.`;
    case 'revised':
      return `${name} has a new revision, number ${revision}.`;
    case 'changed':
      return `${name} is changed. What it runs stays as it is in revision ${revision}.`;
    case 'unchanged':
      return `${name} was like this already; nothing changed.`;
  }
}

/** What became of a job of which an old revision was made the current one. */
export function restoredWords(
  change: JobPutView['change'],
  { name, revision }: Pick<JobView, 'name' | 'revision'>,
  restored: number,
): string {
  switch (change) {
    case 'created':
    case 'revised':
      return `${name} is as it was in revision ${restored}, as its revision ${revision}.`;
    case 'changed':
      return `${name} was like this already; it is archived no longer.`;
    case 'unchanged':
      return `${name} was like this already; nothing changed.`;
  }
}
