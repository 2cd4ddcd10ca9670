import type { JobPutView } from '../../domain/contract/jobs.js';
import { Refused } from './command-error.js';
import { exitCodes } from './exit-codes.js';
import { problemText } from './problem-text.js';
import { type ReadDocument, readDocuments } from './read-documents.js';
import type { Session } from './session.js';

const colour = { created: 'green', revised: 'yellow', unchanged: 'dim' } as const;

/** Makes the jobs what the files say. All files are checked before the first is sent; says of each what changed. */
export async function apply(
  session: Session,
  files: readonly string[],
  options: { readonly note?: string },
): Promise<number> {
  const documents = await readDocuments(files, session.terminal);
  const api = await session.api();
  const answers: JobPutView[] = [];
  let refused = false;
  for (const document of documents) {
    const note = options.note === undefined ? {} : { note: options.note };
    try {
      const answer = await api.putJob({ ...document.job, ...note });
      answers.push(answer);
      const { change, job } = answer;
      const revision = change === 'unchanged' ? '' : ` (revision ${String(job.revision)})`;
      if (!session.asJson)
        await session.print(`${session.paint(colour[change], change.padEnd(9))} ${job.name}${revision}\n`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refused = true;
      await session.say(refusal(document, error));
    }
  }
  if (session.asJson) await session.printJson({ items: answers });
  return refused ? exitCodes.refused : exitCodes.done;
}

function refusal({ job, at, where }: ReadDocument, error: Refused): string {
  const errors = error.problem.errors ?? [];
  if (errors.length === 0) return `${at}: ${job.name}: ${problemText(error)}`;
  return errors.map(({ path, message }) => `${where(path)}: ${job.name}: ${path}: ${message}`).join('\n');
}
