import { constants } from 'node:os';
import type Docker from 'dockerode';
import { ranBetween, type Exit, type Observation } from '../../../domain/exit.js';
import { startRefusal } from './to-refusal.js';

/** What the daemon remembers of a container besides its state: only for a while, and not across its own restart. */
export interface Remembered {
  /** Signals that somebody had sent to it through Docker (`docker stop` and `docker kill`), by number. */
  readonly sentSignals: readonly number[];
  /** The kernel killed something in it for want of memory. */
  readonly outOfMemory: boolean;
  /** False when the daemon has forgotten, so that the two above say nothing. */
  readonly end: boolean;
  readonly imageDigest?: string;
}

/** Docker's state of a container in our words, as long as it has not ended. */
export function toObservation({
  State,
}: Docker.ContainerInspectInfo): Exclude<Observation, { kind: 'ended' }> | 'ended' {
  switch (State.Status) {
    case 'created':
      return State.Error === '' && State.ExitCode === 0 ? { kind: 'starting', phase: 'starting container' } : 'ended';
    case 'running':
    case 'paused':
    case 'restarting':
      return { kind: 'running', since: timeOf(State.StartedAt) ?? 0 };
    default:
      return 'ended'; // exited, dead, removing
  }
}

/** How an ended container ended. */
export function toExit({ State }: Docker.ContainerInspectInfo, remembered: Remembered): Exit {
  const sent = remembered.sentSignals.filter((number) => stopping.has(number));
  const stoppedBy = [...new Set(sent)].map(signalName);
  const killed = State.OOMKilled || remembered.outOfMemory;
  const reasons: string[] = [];
  if (State.Error !== '') reasons.push(State.Error);
  if (stoppedBy.length > 0) reasons.push(`Docker was asked to send ${stoppedBy.join(', then ')}.`);
  if (!remembered.end && (State.ExitCode === 137 || State.ExitCode === 143)) {
    reasons.push('Docker has forgotten who ended it; it may have been the end of the Docker Engine itself.');
  }
  if (killed) reasons.push('Docker says: OOMKilled (something in the container used more memory than allowed).');
  const signal = signalOf(State.ExitCode);
  const cause = causeOf(State, stoppedBy.length > 0);
  return {
    code: State.ExitCode,
    ...(signal === undefined ? {} : { signal }),
    // Docker's flag tells of any process in the container; when the command itself ended well, it coped with that.
    outOfMemory: killed && State.ExitCode !== 0,
    endedByItself: stoppedBy.length === 0,
    reasons,
    ...(cause === undefined ? {} : { cause }),
    ...(remembered.imageDigest === undefined ? {} : { imageDigest: remembered.imageDigest }),
    ...ranBetween(timeOf(State.StartedAt), timeOf(State.FinishedAt)),
  };
}

function causeOf(state: Docker.ContainerInspectInfo['State'], stopped: boolean): Exit['cause'] {
  if (state.Status === 'created') return startRefusal(500, state.Error).code;
  // What ended at its own will before the signal could, or broke the memory limit, was not ended by the signal.
  if (stopped && !state.OOMKilled) return 'stopped-externally';
  return undefined;
}

/** The signals that are meant to end a container; others (HUP, USR1 …) talk to the program. */
const stopping: ReadonlySet<number> = new Set([
  constants.signals.SIGTERM,
  constants.signals.SIGKILL,
  constants.signals.SIGINT,
  constants.signals.SIGQUIT,
]);

/** The init process, like a shell, reports death by signal n as 128+n. */
const signalOf = (code: number): string | undefined => (code > 128 && code < 160 ? knownSignal(code - 128) : undefined);
const signalName = (number: number): string => knownSignal(number) ?? `signal ${number}`;
const knownSignal = (number: number): string | undefined =>
  Object.entries(constants.signals).find(([, value]) => value === number)?.[0];

/** Docker writes year 1 where it has no time. */
function timeOf(text: string): number | undefined {
  const time = Date.parse(text);
  return time > 0 ? time : undefined;
}
