import { bounds } from '../../../domain/bounds.js';
import type { JobRevisionView } from '../../../domain/contract/jobs.js';
import { lineDiff } from '../../../domain/line-diff.js';
import { diffText } from '../output/diff-text.js';
import { exitCodes } from '../exit-codes.js';
import { documentLines } from './job-document.js';
import { wholeNumber } from '../option-values.js';
import type { Session } from '../session.js';
import { localTime } from '../output/local-time.js';

/** Shows what changed between two revisions of a job; like diff(1), ends with 1 when there is something. */
export async function revisionDiff(session: Session, name: string, from?: string, to?: string): Promise<number> {
  const api = await session.api();
  const newer = to === undefined ? (await api.job(name)).revision : wholeNumber(to, 'to', bounds.fromOne);
  const older = from === undefined ? Math.max(1, newer - 1) : wholeNumber(from, 'from', bounds.fromOne);
  const [before, after] = await Promise.all([api.revision(name, older), api.revision(name, newer)]);
  const lines = lineDiff(documentLines(before.spec), documentLines(after.spec));
  if (session.asJson) await session.printJson({ from: older, to: newer, lines });
  else await session.print(`${title('-', before)}${title('+', after)}${diffText(lines, session.paint)}`);
  return lines.every(({ mark }) => mark === ' ') ? exitCodes.done : exitCodes.refused;
}

const title = (mark: string, revision: JobRevisionView): string => `${mark.repeat(3)} ${revisionText(revision)}\n`;

/** Which revision it is, and who made it when and why. */
export const revisionText = ({ revision, at, by, note }: JobRevisionView): string =>
  `revision ${String(revision)}, ${localTime(at)} by ${by}${note === undefined ? '' : `: ${note}`}`;
