import type { OwnedContainer } from './engine.js';
import { openAttempt, type Run } from './run.js';

/** A container whose run the store does not know (a restored backup?) is left alone for this long. */
const UNKNOWN_RUN_MILLISECONDS = 24 * 3_600_000;

/** What is known about a container besides itself. */
interface Circumstances {
  /** Read after the container was seen; undefined when the store does not know it. */
  readonly run: Run | undefined;
  /** The one that the container was seen on. */
  readonly cluster: string;
  /** Milliseconds since it was first seen without anybody who wants it; undefined at the first time. */
  readonly unwantedFor: number | undefined;
}

/**
 * What is to become of a container that has our mark. Nothing is done at the first sighting: a container may be listed
 * in the instant before its run is written, or before its end is recorded.
 */
export function orphanFate(
  container: Pick<OwnedContainer, 'token' | 'running'>,
  { run, cluster, unwantedFor }: Circumstances,
): 'wanted' | 'wait' | 'forget' | 'stop' {
  if (run !== undefined && (run.snapshot.cluster !== cluster || isWanted(run, container))) return 'wanted';
  if (unwantedFor === undefined) return 'wait';
  if (run === undefined && unwantedFor < UNKNOWN_RUN_MILLISECONDS) return 'wait';
  return container.running ? 'stop' : 'forget';
}

/** Alive it is wanted as the attempt that goes on, and ended for as long as its log is still to be collected. */
function isWanted(run: Run, { token, running }: Pick<OwnedContainer, 'token' | 'running'>): boolean {
  if (!running) return run.attempts.some((attempt) => attempt.token === token && !attempt.log.complete);
  const open = openAttempt(run);
  return open?.token === token && open.exit === undefined;
}
