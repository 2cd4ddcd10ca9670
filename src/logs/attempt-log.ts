import type { Attempt, LogHead, Run } from '../../domain/run.js';
import { emptyLog } from '../../domain/run.js';
import { isFinal } from '../../domain/run-state.js';
import { notFound } from '../http/refusal.js';

/** One attempt's log as it is asked for; `attempt` is absent while the run has not begun any. */
export interface AttemptLog {
  readonly number: number;
  readonly attempt: Attempt | undefined;
  readonly head: LogHead;
}

/** The log of this attempt, or of the last one; an attempt that the run never had is refused. */
export function attemptLog(run: Run, number: number | undefined): AttemptLog {
  const wanted = number ?? Math.max(run.attempts.length, 1);
  const attempt = run.attempts[wanted - 1];
  if (attempt === undefined && wanted > 1)
    throw notFound(`The run has ${countWords(run.attempts.length)}, not a number ${wanted}.`, 'attempt');
  return { number: wanted, attempt, head: attempt?.log ?? emptyLog };
}

/** Why there is nothing to read, in words. */
export function whyEmpty(run: Run, { attempt, head }: AttemptLog): string {
  if (attempt === undefined) {
    if (run.state === 'queued') return 'The run waits for its turn; its log begins when its command does.';
    return isFinal(run.state) ? 'The run ended before its command was started.' : 'The run is about to start.';
  }
  if (head.note !== undefined) return head.note;
  if (head.complete) return 'The command wrote nothing.';
  if (attempt.endedAt !== undefined) return 'The last lines are being collected.';
  if (attempt.runningAt === undefined)
    return attempt.phase === undefined ? 'The command is being started.' : `Not running yet: ${attempt.phase}.`;
  return 'The command has written nothing yet.';
}

const countWords = (count: number): string =>
  count === 0 ? 'no attempts yet' : count === 1 ? '1 attempt' : `${count} attempts`;
