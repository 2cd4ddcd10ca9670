import type { EngineSettings } from './cluster.js';
import type { Limits } from './resources.js';

/** One thing that the connection to a cluster needs, looked at by itself. */
export interface ConnectionFinding {
  /** "credentials", "permission ecs:RunTask". */
  readonly what: string;
  /** `unknown`: nothing short of a launch can tell. */
  readonly state: 'ok' | 'bad' | 'unknown';
  readonly message: string;
  /** How to mend it. */
  readonly remedy?: string;
}

/** A place that runs containers and is not connected yet. */
export interface FoundCluster {
  /** The name that it would get here. */
  readonly name: string;
  /** What its own manager calls it. */
  readonly address: string;
  readonly description: string;
  readonly engine: EngineSettings;
  readonly limits: Limits;
  /** Settings that have to be given by hand; with none of them, one step connects it. */
  readonly missing: readonly { readonly path: string; readonly message: string }[];
}

/** The machines that a cluster runs on, where they can be counted. */
export interface Machines {
  readonly count: number;
  /** What they have together. */
  readonly all: Limits;
  /** What nothing has been given yet, by Flotilla or by others. */
  readonly free: Limits;
}

export interface Discovery {
  readonly found: readonly FoundCluster[];
  /** Why it could not be looked everywhere, in words. */
  readonly problems: readonly string[];
}
