import type { FailureCode } from './failures.js';
import type { Json } from './json.js';

/** How a container ended, as the engine tells it: separate facts, none derived from another. */
export interface Exit {
  /** The main process's exit code; absent when the engine knows none. */
  readonly code?: number;
  /** The signal that ended it, where the engine tells (`SIGKILL`). */
  readonly signal?: string;
  readonly outOfMemory: boolean;
  /** True when the engine says that the main container ended by itself (and was not stopped from outside). */
  readonly endedByItself: boolean;
  /** The engine's own words, verbatim. */
  readonly reasons: readonly string[];
  /** The engine's classification where the reasons allow one (its folder's table); wins over the exit code. */
  readonly cause?: FailureCode;
  readonly imageDigest?: string;
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** All that the engine said at the end, where it forgets it later; for people who dig, never for decisions. */
  readonly document?: Json;
}

/** What the engine sees of a container now. `unknown` is an answer too: the engine does not know it (any more, or yet). */
export type Observation =
  | { readonly kind: 'starting'; readonly phase: string }
  | { readonly kind: 'running'; readonly since: number }
  | { readonly kind: 'ended'; readonly exit: Exit }
  | { readonly kind: 'unknown'; readonly reason?: string };

/** When it ran, by an engine's two stamps. What ends at once may have been stamped as started only after its end. */
export const ranBetween = (
  startedAt: number | undefined,
  endedAt: number | undefined,
): Pick<Exit, 'startedAt' | 'endedAt'> => ({
  ...(startedAt === undefined ? {} : { startedAt: Math.min(startedAt, endedAt ?? Infinity) }),
  ...(endedAt === undefined ? {} : { endedAt }),
});
