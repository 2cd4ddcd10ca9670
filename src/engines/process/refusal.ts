import type { LaunchAnswer } from '../../../domain/engine.js';
import type { FailureCode } from '../../../domain/failures.js';
import { systemErrorCode } from './system-error-code.js';

/** System errors after which it is certain that this call has started nothing, and what they mean for the run. */
const meanings: Readonly<Record<string, { code: FailureCode; words: string }>> = {
  E2BIG: { code: 'invalid-request', words: 'The command and its environment are larger than this machine accepts.' },
  ERR_INVALID_ARG_VALUE: { code: 'invalid-request', words: 'The command or its environment holds a NUL character.' },
  EAGAIN: { code: 'capacity', words: 'The machine has no room for another process.' },
  ENOMEM: { code: 'capacity', words: 'The machine has no memory for another process.' },
  EMFILE: { code: 'capacity', words: 'The worker has too many files open.' },
  ENFILE: { code: 'capacity', words: 'The machine has too many files open.' },
  ENOSPC: { code: 'disk-full', words: 'The disk under the attempts is full.' },
  EDQUOT: { code: 'disk-full', words: 'The disk quota under the attempts is used up.' },
};

/** The refusal that a system error means; undefined when nothing is certain. */
export function refusalOf(error: unknown): Extract<LaunchAnswer, { kind: 'refused' }> | undefined {
  const meaning = meanings[systemErrorCode(error) ?? ''];
  return meaning && { kind: 'refused', code: meaning.code, evidence: [meaning.words, String(error)] };
}
