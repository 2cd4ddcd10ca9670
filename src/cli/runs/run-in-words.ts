import type { RunView } from '../../../domain/contract/runs.js';
import { durationWords } from '../../../domain/duration-words.js';
import { worked } from '../../../domain/run-phases.js';

/** What a run does, or how it ended: the rest of a sentence that begins with "The run"; for a failure its own sentence. */
export function runInWords(run: RunView, now: number): string {
  const attempt = run.attempts.at(-1);
  switch (run.state) {
    case 'queued':
      if (run.cancel !== undefined) return `is leaving the queue: ${cancelInWords(run)}`;
      if (run.refusals.count > 0) return `waits for room on ${run.cluster}, which had none a moment ago`;
      if (attempt !== undefined) return `waits for its turn on ${run.cluster}, to be tried again`;
      return `waits for its turn on ${run.cluster}`;
    case 'starting':
      return `is starting on ${run.cluster}${attempt?.phase === undefined ? '' : ` (${attempt.phase})`}`;
    case 'running':
      return `has been running on ${run.cluster} for ${durationWords(now - Date.parse(attempt?.runningAt ?? run.createdAt))}`;
    case 'stopping':
      return run.cancel === undefined ? 'is being stopped' : `is being ${cancelInWords(run)}`;
    case 'succeeded':
      return `succeeded after ${durationWords(worked(run, now) ?? 0)}`;
    case 'cancelled':
      return `was ${cancelInWords(run)}`;
    case 'failed':
    case 'lost':
      return withoutStop(run.failure?.sentence ?? run.state);
  }
}

function cancelInWords(run: RunView): string {
  if (run.cancel === undefined) return 'cancelled';
  const { by, reason } = run.cancel;
  return `cancelled by ${by}${reason === undefined || reason === '' ? '' : ` (${reason})`}`;
}

const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '');
