import { bounds } from '../../../domain/bounds.js';
import type { JobView } from '../../../domain/contract/jobs.js';
import { exitCodes } from '../exit-codes.js';
import { jobDocument } from './job-document.js';
import { pages, sayIfMore } from '../server/pages.js';
import { revisionText } from './revision-diff.js';
import { wholeNumber } from '../option-values.js';
import type { Session } from '../session.js';
import { stateColour } from '../output/paint.js';
import { table } from '../output/table.js';
import { durationWords } from '../../../domain/duration-words.js';
import { localTime } from '../output/local-time.js';

export interface JobsOptions {
  readonly search?: string;
  readonly group?: string;
  readonly tag?: string;
  readonly archived?: boolean;
  readonly limit: string;
}

/** Lists jobs. */
export async function listJobs(session: Session, options: JobsOptions): Promise<number> {
  const { search, group, tag, archived } = options;
  const query = { q: search, group, tag, archived: archived === true ? true : undefined };
  const api = await session.api();
  const { items, next } = await pages(
    (asked) => api.jobs(asked),
    query,
    wholeNumber(options.limit, '--limit', bounds.fromOne),
  );
  if (session.asJson) await session.printJson(next === undefined ? { items } : { items, next });
  else if (items.length === 0)
    await session.say('No such jobs. Make one with `flotilla apply -f FILE`, or on the page.');
  else
    await session.print(
      table(['JOB', 'GROUP', 'REVISION', 'RECENT', 'CHANGED', 'BY', 'DESCRIPTION'], rows(session, items)),
    );
  await sayIfMore(session, next);
  return exitCodes.done;
}

const marks = { succeeded: '+', failed: 'x', cancelled: '-', lost: '?' } as const;

function rows(session: Session, jobs: readonly JobView[]): string[][] {
  return jobs.map((job) => [
    job.name,
    job.group,
    String(job.revision),
    (job.recent ?? [])
      .map(({ state }) => (state in marks ? session.paint(stateColour[state], marks[state as keyof typeof marks]) : ''))
      .join(''),
    `${durationWords(session.now() - Date.parse(job.updatedAt))} ago`,
    job.updatedBy,
    job.description.split('\n')[0] ?? '',
  ]);
}

/** Prints a job as the document that makes it, with what else is known as comments. */
export async function showJob(
  session: Session,
  name: string,
  options: { readonly revision?: string },
): Promise<number> {
  const api = await session.api();
  const job = await api.job(name);
  if (options.revision !== undefined) {
    const revision = await api.revision(name, wholeNumber(options.revision, '--revision', bounds.fromOne));
    if (session.asJson) await session.printJson(revision);
    else await printDocument(session, jobDocument({ ...job, spec: revision.spec }), revisionText(revision));
    return exitCodes.done;
  }
  const state = job.archived ? ', archived' : '';
  const what = `revision ${String(job.revision)}${state}, ${localTime(job.updatedAt)} by ${job.updatedBy}`;
  if (session.asJson) await session.printJson(job);
  else await printDocument(session, jobDocument(job), what);
  return exitCodes.done;
}

async function printDocument(session: Session, document: object, comment: string): Promise<void> {
  const { stringify } = await import('yaml');
  await session.print(`${session.paint('dim', `# ${comment}`)}\n${stringify(document)}`);
}

/** Lists a job's revisions, newest first. */
export async function listRevisions(session: Session, name: string): Promise<number> {
  const page = await (await session.api()).revisions(name, { limit: 500 });
  if (session.asJson) await session.printJson(page);
  else {
    const cells = page.items.map(({ revision, at, by, note }) => [String(revision), localTime(at), by, note ?? '']);
    await session.print(table(['REVISION', 'MADE', 'BY', 'NOTE'], cells));
  }
  return exitCodes.done;
}

/** Makes an old revision the newest one. */
export async function restoreJob(
  session: Session,
  name: string,
  revision: string,
  { note }: { readonly note?: string },
): Promise<number> {
  const answer = await (
    await session.api()
  ).restoreRevision(name, wholeNumber(revision, 'revision', bounds.fromOne), note);
  if (session.asJson) await session.printJson(answer);
  else if (answer.change === 'unchanged') await session.say(`${name} is like revision ${revision} already.`);
  else if (answer.change === 'changed')
    await session.say(`${name} is like revision ${revision} already; it is archived no longer.`);
  else await session.say(`${name} is like revision ${revision} again, as revision ${String(answer.job.revision)}.`);
  return exitCodes.done;
}

/** Takes a job out of the lists; its runs stay, and applying its document brings it back. */
export async function archiveJob(session: Session, name: string): Promise<number> {
  const api = await session.api();
  await api.archiveJob(name);
  if (session.asJson) await session.printJson(await api.job(name));
  else await session.say(`${name} is archived. Its runs stay; \`flotilla apply\` of its document brings it back.`);
  return exitCodes.done;
}
