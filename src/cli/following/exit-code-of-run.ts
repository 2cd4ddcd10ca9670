import { constants } from 'node:os';
import type { RunView } from '../../../domain/contract/runs.js';
import { exitCodes } from '../exit-codes.js';

type Ended = Pick<RunView, 'state' | 'failure' | 'exitCode'>;

/** The exit code that stands for how a run ended: the job's own wherever the job itself decided, and 0 only for success. */
export function exitCodeOfRun(run: Ended): number {
  if (run.state === 'succeeded') return exitCodes.done;
  if (run.state === 'cancelled') return exitCodes.interrupted;
  if (run.failure?.code === 'run-timeout') return exitCodes.timedOut;
  // A container that we stopped, or that was lost, may show any code: it says nothing about the job.
  if (run.failure?.fault !== 'job') return exitCodes.failedWithoutCode;
  return ofSignal(run.failure.signal) ?? ofCode(run.failure.exitCode ?? run.exitCode) ?? exitCodes.failedWithoutCode;
}

function ofSignal(signal: string | undefined): number | undefined {
  const numbers: Record<string, number> = constants.signals;
  const number = signal === undefined ? undefined : numbers[signal];
  return number === undefined ? undefined : 128 + number;
}

/** As a shell would see it: eight bits. What is left of a failure must not look like success. */
function ofCode(code: number | undefined): number | undefined {
  if (code === undefined || code === 0) return undefined;
  return (code & 255) === 0 ? 1 : code & 255;
}
