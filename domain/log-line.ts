/** A line of a run's log as it is stored and shown. */
export interface LogLine {
  /** From 1, per attempt, in order of arrival. */
  readonly number: number;
  readonly at: number;
  readonly stream?: 'stdout' | 'stderr';
  readonly text: string;
}

/** The longest line that is kept, in UTF-8 bytes; what is beyond is cut and counted. */
export const MAX_LINE_BYTES = 64 * 1024;

/** The most text that one chunk holds, in UTF-8 bytes with one per line end. A chunk has at least one line. */
export const MAX_CHUNK_BYTES = 64 * 1024;

/** The mark behind a line that was cut. */
export const clipMark = (missingBytes: number): string => ` … [${missingBytes} bytes more, not kept]`;

/** Finds that mark. */
export const CLIP_MARK = / … \[\d+ bytes more, not kept\]$/;
