import { JobDocument, type JobPutView } from '../../../domain/contract/jobs.js';
import { applyAll } from '../documents/apply-all.js';
import { readAll } from '../documents/read-documents.js';
import type { Session } from '../session.js';

const colour = { created: 'green', revised: 'yellow', changed: 'yellow', unchanged: 'dim' } as const;

/** Makes the jobs what the files say. All files are checked before the first is sent; says of each what changed. */
export async function apply(
  session: Session,
  files: readonly string[],
  options: { readonly note?: string },
): Promise<number> {
  const found = await readAll(files, session.terminal, { schema: JobDocument, called: 'job' });
  const api = await session.api();
  const note = options.note === undefined ? {} : { note: options.note };
  const say = (answer: JobPutView): Promise<void> => sayOf(session, answer);
  return applyAll(session, found, (document) => api.putJob({ ...document, ...note }), say);
}

async function sayOf(session: Session, { change, job }: JobPutView): Promise<void> {
  const revision = change === 'unchanged' ? '' : ` (revision ${String(job.revision)})`;
  await session.print(`${session.paint(colour[change], change.padEnd(9))} ${job.name}${revision}\n`);
}
