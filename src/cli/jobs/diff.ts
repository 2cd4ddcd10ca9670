import { JobDocument, type JobPutView, type JobView } from '../../../domain/contract/jobs.js';
import { type DiffLine, lineDiff } from '../../../domain/line-diff.js';
import { diffText } from '../output/diff-text.js';
import { exitCodes } from '../exit-codes.js';
import { documentLines, jobDocument } from './job-document.js';
import { readAll } from '../documents/read-documents.js';
import type { Session } from '../session.js';

interface Difference {
  readonly job: string;
  readonly change: JobPutView['change'];
  readonly lines: readonly DiffLine[];
}

/** Shows what `apply` would change; like diff(1), ends with 1 when there is something. */
export async function diff(session: Session, files: readonly string[]): Promise<number> {
  const found = await readAll(files, session.terminal, { schema: JobDocument, called: 'job' });
  const api = await session.api();
  const differences: Difference[] = [];
  for (const { document: job } of found) {
    const known = await api.jobIfAny(job.name);
    const before = known === undefined ? [] : documentLines(jobDocument(known));
    const lines = lineDiff(before, documentLines(documentOf(job)));
    differences.push({ job: job.name, change: changeOf(known, job, lines), lines });
  }
  if (session.asJson) await session.printJson({ items: differences });
  else for (const difference of differences) await session.print(textOf(session, difference));
  return differences.some(({ change }) => change !== 'unchanged') ? exitCodes.refused : exitCodes.done;
}

/** In the words that `apply` would have for it. */
function changeOf(known: JobView | undefined, job: JobDocument, lines: readonly DiffLine[]): Difference['change'] {
  if (known === undefined) return 'created';
  if (documentLines(known.spec).join() !== documentLines(specOf(job)).join()) return 'revised';
  return known.archived || lines.some(({ mark }) => mark !== ' ') ? 'changed' : 'unchanged';
}

const documentOf = (job: JobDocument): object => jobDocument({ ...job, spec: specOf(job) });

function specOf({ name: _name, group: _group, description: _, tags: _tags, note: _note, ...spec }: JobDocument) {
  return spec;
}

function textOf({ paint }: Session, { job, change, lines }: Difference): string {
  const word = {
    created: 'would be created',
    revised: 'would change',
    changed: 'would change',
    unchanged: 'unchanged',
  }[change];
  const title = `${paint('bold', job)}: ${word}\n`;
  return change === 'unchanged' ? title : title + diffText(lines, paint);
}
