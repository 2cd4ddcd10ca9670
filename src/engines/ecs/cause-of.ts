import type { FailureCode } from '../../../domain/failures.js';

/** Why a task stopped, as ECS told it. */
export interface Stopped {
  /** The main container's exit code. */
  readonly code: number | undefined;
  readonly stopCode: string | undefined;
  readonly stoppedReason: string;
  /** Everything that was said, the container's words first. */
  readonly text: string;
  readonly hasContainers: boolean;
}

export interface Cause {
  /** Absent: the exit code decides. */
  readonly code?: FailureCode;
  /** What an operator would think of next. */
  readonly hint?: string;
}

/** Begins every reason that we give to StopTask: what was stopped without it was stopped by somebody else. */
export const OUR_REASON = 'Flotilla: ';

const NO_ROUTE =
  'A likely cause: the subnet has no route to the registry (no public address, NAT gateway or VPC endpoint).';

const UNREACHABLE =
  /time[d]? ?out|timeout|deadline exceeded|no such host|connection issue|connection refused|no route/i;

/** In this order: the first that fits is the cause. ECS tells most in words, and the stop code only the rough kind. */
const rows: readonly (readonly [RegExp, Cause | ((text: string) => Cause)])[] = [
  [/no space left on device|disk quota exceeded/i, { code: 'disk-full' }],
  [/CannotPull/i, pullCause],
  [/ResourceInitializationError/i, initCause],
  [
    /executable file not found|exec format error|exec:? .*(no such file|permission denied)/i,
    { code: 'command-not-found' },
  ],
  [/Cannot(Start|Create)ContainerError|ContainerRuntimeError|ContainerRuntimeTimeoutError/i, { code: 'engine-error' }],
  [/SpotInterruption|Spot Task was interrupted|TerminationNotice/i, { code: 'machine-lost' }],
  [/Host EC2 .*(terminated|stopped)|InfrastructureHealth|agent disconnected/i, { code: 'machine-lost' }],
];

/** The first row that fits; undefined when the exit code tells all. */
export function causeOf(stopped: Stopped): Cause | undefined {
  const { code, stopCode, stoppedReason, text, hasContainers } = stopped;
  const byItself = stopCode === 'EssentialContainerExited';
  if (code === 0 && byItself) return undefined;
  // A command with an exit code was started, whatever else was said on the way.
  if (code === undefined || !byItself) {
    const row = rows.find(([words]) => words.test(text))?.[1];
    if (row !== undefined) return typeof row === 'function' ? row(text) : row;
  } else if (/no space left on device/i.test(text)) return { code: 'disk-full' };
  if (stopCode === 'UserInitiated' || stopCode === 'ServiceSchedulerInitiated') {
    return stoppedReason.startsWith(OUR_REASON) ? undefined : { code: 'stopped-externally' };
  }
  if (stopCode === 'TaskFailedToStart') return failedToStart(text, hasContainers);
  if (isOomReason(text)) return undefined; // a fact of its own
  if (code === 137 && byItself) {
    return { code: 'out-of-memory', hint: 'Nobody stopped it, so the kernel most likely did, for want of memory.' };
  }
  if (code !== undefined) return undefined;
  return { code: 'outcome-unknown', hint: 'ECS tells no exit code.' };
}

/** Whether the agent says that memory was the reason. */
export const isOomReason = (text: string): boolean => /OutOfMemory|out of memory|memory usage/i.test(text);

function failedToStart(text: string, hasContainers: boolean): Cause {
  const noRoom = !hasContainers || /capacity|RESOURCE:|insufficient/i.test(text);
  return { code: noRoom ? 'capacity' : 'engine-error' };
}

function pullCause(text: string): Cause {
  if (/toomanyrequests|rate limit|pull limit/i.test(text)) return { code: 'registry-unavailable' };
  if (/not found|manifest unknown|name unknown|does not exist|no matching manifest|invalid reference/i.test(text)) {
    // "repository does not exist or may require 'docker login'" is said of both; a misspelt name is the likelier.
    return { code: 'image-not-found' };
  }
  if (/denied|unauthorized|forbidden|not authorized|authentication required|\b40[13]\b/i.test(text)) {
    return { code: 'image-denied' };
  }
  return { code: 'registry-unavailable', ...(UNREACHABLE.test(text) ? { hint: NO_ROUTE } : {}) };
}

function initCause(text: string): Cause {
  if (/registry auth|ecr/i.test(text) && UNREACHABLE.test(text))
    return { code: 'registry-unavailable', hint: NO_ROUTE };
  if (/retrieve secret|secretsmanager|\basm\b|\bssm\b|parameter/i.test(text)) return { code: 'secret-missing' };
  if (/log ?(group|stream|ger|s)/i.test(text)) {
    return { code: 'engine-error', hint: 'The log group has to exist, and the execution role may write to it.' };
  }
  return { code: 'engine-error' };
}
