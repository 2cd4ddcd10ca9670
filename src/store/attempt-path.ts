import { parseLaunchToken, type LaunchToken } from '../../domain/ids.js';

/** Where an attempt stands in its run's document: attempt n is `attempts[n-1]`, a refused try is replaced in place. */
export interface AttemptPath {
  /** Of a field of this attempt. */
  of(field: string): string;
  /** Matches while this very try is in the run. */
  readonly present: Record<string, unknown>;
  /** Matches while this very try is in the run and is its latest attempt. */
  readonly current: Record<string, unknown>;
}

/** Undefined when the token is not one: then nothing can match. */
export function attemptPath(token: LaunchToken): AttemptPath | undefined {
  const parsed = parseLaunchToken(token);
  if (parsed === undefined) return undefined;
  const { attempt } = parsed;
  const of = (field: string) => `attempts.${attempt - 1}.${field}`;
  const present = { [of('token')]: token };
  return { of, present, current: { ...present, [`attempts.${attempt}`]: { $exists: false } } };
}
