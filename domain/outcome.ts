import type { Exit } from './exit.js';
import { failureReport, type FailureCode, type FailureReport } from './failures.js';
import type { FinalState } from './run-state.js';

/** How a run ended. */
export type Outcome =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly failure: FailureReport }
  | { readonly kind: 'cancelled'; readonly by: string; readonly reason?: string }
  | { readonly kind: 'lost'; readonly failure: FailureReport };

/** Each kind of outcome is the final state of the same name. */
export const finalStateOf = (outcome: Outcome): FinalState => outcome.kind;

/** Why we ourselves asked the engine to stop a container. */
export type StopCause =
  | { readonly kind: 'cancel'; readonly by: string; readonly reason?: string }
  | { readonly kind: 'run-timeout'; readonly limitSeconds: number }
  | { readonly kind: 'start-timeout'; readonly limitSeconds: number }
  | { readonly kind: 'stopped-externally'; readonly evidence: string };

/**
 * What an exit means. `stopped` is the stop that we delivered before the container had ended by itself, if any:
 * what happened because of us is never blamed on the job.
 */
export function outcomeOf(exit: Exit, stopped?: StopCause): Outcome {
  if (stopped !== undefined) return outcomeOfStop(exit, stopped);
  if (exit.cause !== undefined) {
    const failure = failureReport(exit.cause, evidenceOf(exit), exit);
    return exit.cause === 'outcome-unknown' ? { kind: 'lost', failure } : { kind: 'failed', failure };
  }
  if (exit.code === 0 && exit.endedByItself && !exit.outOfMemory) return { kind: 'succeeded' };
  return { kind: 'failed', failure: failureReport(codeOf(exit), evidenceOf(exit), exit) };
}

function outcomeOfStop(exit: Exit, stopped: StopCause): Outcome {
  switch (stopped.kind) {
    case 'cancel':
      return {
        kind: 'cancelled',
        by: stopped.by,
        ...(stopped.reason === undefined ? {} : { reason: stopped.reason }),
      };
    case 'run-timeout':
    case 'start-timeout': {
      const limit = `The limit was ${stopped.limitSeconds} s.`;
      return {
        kind: 'failed',
        failure: failureReport(stopped.kind, [limit, ...evidenceOf(exit)], exit),
      };
    }
    case 'stopped-externally':
      return {
        kind: 'failed',
        failure: failureReport('stopped-externally', [stopped.evidence, ...evidenceOf(exit)], exit),
      };
  }
}

function codeOf(exit: Exit): FailureCode {
  if (exit.outOfMemory) return 'out-of-memory';
  if (exit.code === undefined && exit.signal === undefined) return 'stopped-externally';
  if (exit.code === 126 || exit.code === 127) return 'command-not-found';
  if (exit.code === 0) return 'stopped-externally'; // 0, but the engine says that it was stopped from outside
  // Shells report death by signal n as 128+n; 255 and above is an ordinary "exit -1".
  if (exit.signal !== undefined || (exit.code !== undefined && exit.code > 128 && exit.code < 160)) return 'crashed';
  return 'exit-code';
}

function evidenceOf(exit: Exit): string[] {
  const lines = [...exit.reasons];
  if (exit.signal !== undefined) lines.push(`Ended by signal ${exit.signal}.`);
  else if (exit.code !== undefined) lines.push(`Exit code ${exit.code}.`);
  if (exit.code === 137 && !exit.outOfMemory)
    lines.push('Exit code 137 often means out of memory, but the engine does not confirm it.');
  return lines;
}
