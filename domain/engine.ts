import type { FailureCode } from './failures.js';
import type { LaunchToken, RunId } from './ids.js';
import type { Command, EnvValue } from './job.js';
import type { Json } from './json.js';
import type { Limits, Resources } from './resources.js';

/** What is to be launched, in our words; an engine's pure `toRequest` turns it into its own. */
export interface LaunchSpec {
  readonly runId: RunId;
  readonly attempt: number;
  readonly token: LaunchToken;
  readonly name: string;
  readonly image?: string;
  readonly command: Command;
  readonly env: { readonly [name: string]: EnvValue };
  readonly resources: Resources;
  readonly stopGraceSeconds: number;
  /** Our mark (installation, run, attempt, job, owner, group): the reaper touches nothing without it. */
  readonly labels: { readonly [name: string]: string };
}

/** The label that carries the id of this installation; part of the mark of everything that we start. */
export const INSTALLATION_LABEL = 'flotilla.installation';
/** The label that carries the launch token. */
export const TOKEN_LABEL = 'flotilla.token';

export type LaunchAnswer =
  | { readonly kind: 'launched'; readonly handle: Json }
  /** Nothing was started, for certain. `capacity` brings the run back to the queue, any other code ends the attempt. */
  | { readonly kind: 'refused'; readonly code: FailureCode; readonly evidence: readonly string[] };

export interface EngineLogLine {
  /** Milliseconds; the engine's own time where it has one, else the time of reading. */
  readonly at: number;
  readonly stream?: 'stdout' | 'stderr';
  /** Without its line end; already clipped to MAX_LINE_BYTES by the engine's reader. */
  readonly text: string;
}

export interface EngineLogPage {
  readonly lines: readonly EngineLogLine[];
  /** Where to go on; an opaque text that survives the reader (it is stored with the lines). */
  readonly next: string;
  /** True when the container has ended and every line has been delivered. */
  readonly complete: boolean;
}

export interface EngineDescription {
  readonly kind: string;
  /** The largest single container that this engine takes; absent dimensions are not limited by the engine. */
  readonly limits: Limits;
  readonly features: {
    /** The image field is honoured. */
    readonly images: boolean;
    /** cpu and memory are enforced, not only counted. */
    readonly isolation: boolean;
    /** Says "out of memory" as a fact of its own. */
    readonly outOfMemory: boolean;
    /** Tells stdout from stderr. */
    readonly streams: boolean;
    /** Who looks up secrets: the cluster itself (true), nobody (false), or, when absent, Flotilla at the launch. */
    readonly secrets?: boolean;
  };
  /** How often a container has to be looked at when nothing announces a change. */
  readonly pollSeconds: number;
  /** The longest pause before a run that was refused for want of capacity asks again; without it a usual one. */
  readonly capacityPauseSeconds?: number;
  /** How long lines may still arrive after the container ended, before the log is given up as incomplete. */
  readonly logSettleSeconds: number;
}

export interface OwnedContainer {
  readonly token: LaunchToken;
  readonly handle: Json;
  readonly running: boolean;
}
