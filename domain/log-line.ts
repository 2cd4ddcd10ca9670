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

/** The text as it is kept: cut between two characters when it is too long, with the mark, which also tells of `missing` bytes that were never read. */
export function clipped(text: string, missing = 0): string {
  // A character of a text takes at most three bytes: most lines need not be measured.
  if (missing === 0 && (text.length * 3 <= MAX_LINE_BYTES || Buffer.byteLength(text) <= MAX_LINE_BYTES)) return text;
  const bytes = Buffer.from(text);
  let end = Math.min(MAX_LINE_BYTES, bytes.length);
  while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end) + clipMark(missing + bytes.length - end);
}

/** Finds that mark. */
export const CLIP_MARK = / … \[\d+ bytes more, not kept\]$/;
