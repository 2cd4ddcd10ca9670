import { constants } from 'node:os';
import type { LaunchAnswer } from '../../../domain/engine.js';
import { ranBetween, type Exit, type Observation } from '../../../domain/exit.js';

/** Who has taken the attempt; times are those of the files, in milliseconds. */
export type Claim =
  | {
      readonly kind: 'process';
      readonly at: number;
      readonly pid: number;
      readonly machine: string;
      readonly started: string;
    }
  /** Taken by us, so that it never starts. */
  | { readonly kind: 'void'; readonly at: number; readonly answer: LaunchAnswer }
  /** The supervisor is just writing it, or could not. */
  | { readonly kind: 'unwritten'; readonly at: number };

export interface Stop {
  readonly at: number;
  readonly reason: string;
  readonly graceSeconds: number;
  readonly deadline: number;
}

/** All that the folder and the process table tell of an attempt. */
export interface Evidence {
  readonly claim: Claim | undefined;
  /** The command's exit; without a number when it could not be written. */
  readonly code?: { readonly at: number; readonly code?: number };
  /** The same (if there is one) once the output is complete, with how its writer ended, which is always known. */
  readonly exit?: { readonly at: number; readonly code?: number; readonly log?: number };
  readonly stop?: Stop;
  /** It was prepared before this machine was started, and nothing shows that it was claimed: the disk may have lost that. */
  readonly isOlderThanBoot: boolean;
  /** The supervisor, or what is left of its group, is alive on this machine. */
  readonly alive: boolean;
}

/** How long a supervisor may take between creating its claim and filling it; microseconds, unless it died there. */
const CLAIM_MILLISECONDS = 10_000;

/** What the evidence says, on the machine with this name. */
export function toObservation(evidence: Evidence, machine: string, now: number): Observation {
  const { claim } = evidence;
  const ended = { kind: 'ended', exit: toExit(evidence, machine) } as const;
  if (hasFinished(evidence) || evidence.isOlderThanBoot) return ended;
  if (claim === undefined) return { kind: 'starting', phase: 'starting the process' };
  if (claim.kind === 'unwritten' && now - claim.at < CLAIM_MILLISECONDS)
    return { kind: 'starting', phase: 'starting the process' };
  return evidence.alive ? { kind: 'running', since: claim.at } : ended;
}

/** The supervisor has written its last file, and nothing more will come. */
export const hasFinished = ({ exit }: Pick<Evidence, 'exit'>): boolean => exit?.log !== undefined;

/** How the attempt ended, when it has. */
export function toExit(evidence: Evidence, machine: string): Exit {
  const { claim, code, exit, stop } = evidence;
  const endedAt = code?.at ?? exit?.at;
  const times = ranBetween(claim?.kind === 'process' ? claim.at : undefined, endedAt);
  const stopped = stop !== undefined && (endedAt === undefined || stop.at <= endedAt);
  const reasons = stopped ? [`Stopped by Flotilla: ${stop.reason}`] : [];
  const unsaid = { ...times, outOfMemory: false, endedByItself: false };

  const value = exit?.code ?? code?.code;
  if (value !== undefined) {
    const logFailed = exit?.log !== undefined && exit.log !== 0;
    return {
      ...times,
      code: value,
      ...signalOf(value),
      outOfMemory: false,
      endedByItself: !stopped,
      reasons: logFailed ? [...reasons, 'The output could not be written to its end.'] : reasons,
      // cat ends with 1 when it cannot write; the command then dies of the broken pipe.
      ...(exit?.log === 1 && value !== 0 && !stopped ? { cause: 'disk-full' } : {}),
    };
  }
  if (claim?.kind === 'void') return { ...unsaid, reasons: [...reasons, 'It was ended before it had started.'] };
  if (evidence.isOlderThanBoot || (claim?.kind === 'process' && claim.machine !== machine))
    return {
      ...unsaid,
      cause: 'machine-lost',
      reasons: [...reasons, 'The machine was restarted while the command ran.'],
    };
  // A polite stop leaves the supervisor alive to tell the code: it is gone because the whole group was killed.
  if (stopped)
    return { ...unsaid, signal: 'SIGKILL', reasons: [...reasons, `Killed after a grace of ${stop.graceSeconds} s.`] };
  const unwritten = [code && code.code === undefined, exit && exit.log === undefined, claim?.kind === 'unwritten'];
  if (unwritten.includes(true))
    return { ...unsaid, cause: 'disk-full', reasons: [...reasons, 'The state of the command could not be written.'] };
  return {
    ...unsaid,
    cause: 'stopped-externally',
    reasons: [...reasons, 'The supervisor of the command was killed from outside; nobody saw how the command ended.'],
  };
}

function signalOf(code: number): { signal?: string } {
  const found = Object.entries(constants.signals).find(([, number]) => number === code - 128);
  return found === undefined ? {} : { signal: found[0] };
}
