import { open, stat, type FileHandle } from 'node:fs/promises';
import type { EngineLogPage } from '../../../domain/engine.js';
import { MAX_LINE_BYTES } from '../../../domain/log-line.js';
import { formatCursor, longLine, parseCursor, redrawn, wholeLines, type LogCursor } from './log-lines.js';
import { systemErrorCode } from './system-error-code.js';

/** How much is read at once; also the most that a page holds. */
const BLOCK_BYTES = 1024 * 1024;
/** How far one call goes on in a line that does not end; the next call goes on from there. */
const SCAN_BYTES = 64 * BLOCK_BYTES;

/** Whole lines of the output from the cursor on; when the command has ended, also a last line without an end. */
export async function readLogs(
  path: string,
  cursor: string,
  limit: number,
  ended: boolean,
  blockBytes = BLOCK_BYTES,
): Promise<EngineLogPage> {
  const from = parseCursor(cursor);
  // Most looks find nothing new, and to ask for the size is a third of the work.
  if (!ended && ((await ifThere(stat(path)))?.size ?? 0) <= from.scanned)
    return { lines: [], next: cursor, complete: false };
  const file = await ifThere(open(path, 'r'));
  if (file === undefined) return { lines: [], next: cursor, complete: ended };
  try {
    const { texts, next, atEnd } = await readPage(file, from, limit, ended, blockBytes);
    const at = Date.now();
    return { lines: texts.map((text) => ({ at, text })), next: formatCursor(next), complete: ended && atEnd };
  } finally {
    await file.close();
  }
}

interface LinesRead {
  readonly texts: string[];
  readonly next: LogCursor;
  /** Nothing is left behind `next`, for now. */
  readonly atEnd: boolean;
}

async function readPage(
  file: FileHandle,
  from: LogCursor,
  limit: number,
  ended: boolean,
  blockBytes: number,
): Promise<LinesRead> {
  const { size } = await file.stat();
  const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(blockBytes, size - from.scanned)));
  let { start, scanned } = from;
  let atEnd = scanned >= size;
  while (!atEnd && scanned - from.scanned < SCAN_BYTES) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, size - scanned), scanned);
    const block = buffer.subarray(0, bytesRead);
    const end = block.indexOf(10);
    if (end !== -1) {
      const { texts, bytes } =
        scanned === start
          ? wholeLines(block, limit)
          : { texts: [await longLineAt(file, start, block.subarray(0, end), scanned)], bytes: end + 1 };
      const behind = scanned + bytes;
      return { texts, next: { start: behind, scanned: behind }, atEnd: behind >= size };
    }
    // The line goes on: it is left to a later look, but for what has been overwritten already.
    atEnd = bytesRead === 0 || scanned + bytesRead >= size;
    const { from: visible, settled } = redrawn(block);
    if (visible > 0) start = scanned + visible;
    scanned += settled;
  }
  if (!ended || !atEnd || start >= size) return { texts: [], next: { start, scanned }, atEnd };
  const text = await longLineAt(file, start, Buffer.alloc(0), size);
  return { texts: [text], next: { start: size, scanned: size }, atEnd };
}

/** The line from `start` to the end of `tail`, which stands at `at`. No more of it is read than can be kept. */
async function longLineAt(file: FileHandle, start: number, tail: Buffer, at: number): Promise<string> {
  const { from } = redrawn(tail);
  const visible = from > 0 ? at + from : start;
  const length = at + tail.length - visible;
  const head = Buffer.alloc(Math.min(length, MAX_LINE_BYTES));
  await file.read(head, 0, head.length, visible);
  return longLine(head, length);
}

/** The answer about a file; nothing where there is none (yet). */
async function ifThere<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
