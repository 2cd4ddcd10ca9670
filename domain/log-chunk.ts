import type { EngineLogLine } from './engine.js';
import { MAX_CHUNK_BYTES, type LogLine } from './log-line.js';

/**
 * A place in an engine's log: read from `cursor`, then leave out the first `skip` lines. An engine names only the
 * ends of its pages, but a chunk may end in the middle of one; counting from the page's start makes that place exact.
 */
export interface LogPosition {
  readonly cursor: string;
  readonly skip: number;
}

/** The start of every engine's log. */
export const logStart: LogPosition = { cursor: '', skip: 0 };

/**
 * A piece of a log: whole lines, rewritten while it is the last one, sealed when the next begins.
 * Where it ends follows from the lines alone, so two readers of the same log write the same chunks,
 * and a rewrite only ever makes one longer.
 */
export interface LogChunk {
  readonly seq: number;
  readonly lines: readonly LogLine[];
  /** Text and line ends, in UTF-8 bytes. */
  readonly bytes: number;
  /** Where the engine's log goes on behind the last line of this chunk. */
  readonly position: LogPosition;
  readonly sealed: boolean;
}

/** The end of what is stored: enough to go on without reading the log again. */
export interface LogTail {
  readonly chunk?: LogChunk;
  /** Over all chunks. */
  readonly lines: number;
  readonly bytes: number;
}

export const emptyTail: LogTail = { lines: 0, bytes: 0 };

/** The size of a line in a chunk. */
export const lineBytes = (text: string): number => Buffer.byteLength(text) + 1;

/**
 * Puts the lines of a page that was read at `from` behind a tail. Answers the chunks to write, in order (the rewritten
 * last one first), and the new tail. A reader that dies between two of these writes leaves a position from which the
 * next one goes on exactly.
 */
export function appendPage(
  tail: LogTail,
  page: { readonly lines: readonly EngineLogLine[]; readonly next: string },
  from: LogPosition,
): { chunks: LogChunk[]; tail: LogTail } {
  const chunks: LogChunk[] = [];
  const open = tail.chunk?.sealed === false ? tail.chunk : undefined;
  let seq = open?.seq ?? (tail.chunk === undefined ? 0 : tail.chunk.seq + 1);
  let lines: LogLine[] = [...(open?.lines ?? [])];
  let bytes = open?.bytes ?? 0;
  let { lines: number, bytes: total } = tail;
  let taken = from.skip;
  for (const line of page.lines.slice(from.skip)) {
    const size = lineBytes(line.text);
    if (lines.length > 0 && bytes + size > MAX_CHUNK_BYTES) {
      chunks.push({ seq, lines, bytes, position: { cursor: from.cursor, skip: taken }, sealed: true });
      seq += 1;
      lines = [];
      bytes = 0;
    }
    number += 1;
    taken += 1;
    total += size;
    bytes += size;
    lines.push({ ...line, number });
  }
  if (lines.length === 0) return { chunks, tail };
  const last = { seq, lines, bytes, position: { cursor: page.next, skip: 0 }, sealed: false };
  return { chunks: [...chunks, last], tail: { chunk: last, lines: number, bytes: total } };
}
