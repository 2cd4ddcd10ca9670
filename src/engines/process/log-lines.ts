import { clipped, MAX_LINE_BYTES } from '../../../domain/log-line.js';

const LF = 10;
const CR = 13;

/** A place in the output: where the line begins that is to be read next, and how far it is known to have no end. */
export interface LogCursor {
  readonly start: number;
  readonly scanned: number;
}

/** Reads a cursor; the empty one is the start, and `120+65536` is a line at byte 120 with no end in its first 64 KiB. */
export function parseCursor(cursor: string): LogCursor {
  const [start = 0, beyond = 0] = cursor === '' ? [] : cursor.split('+').map(Number);
  return { start, scanned: start + beyond };
}

export const formatCursor = ({ start, scanned }: LogCursor): string =>
  scanned > start ? `${start}+${scanned - start}` : String(start);

/** The whole lines at the beginning of a block, at most `limit`, and how many bytes they took with their line ends. */
export function wholeLines(block: Buffer, limit: number): { texts: string[]; bytes: number } {
  let bytes = 0;
  let longest = 0;
  let count = 0;
  for (; count < limit; count += 1) {
    const end = block.indexOf(LF, bytes);
    if (end === -1) break;
    longest = Math.max(longest, end - bytes);
    bytes = end + 1;
  }
  if (count === 0) return { texts: [], bytes };
  // Decoded in one go, which is what makes it fast: a line end cannot be a part of another character.
  const whole = block.toString('utf8', 0, bytes - 1);
  const texts = whole.split('\n');
  // A byte that is not UTF-8 becomes a character of three.
  const isPlain = longest * 3 <= MAX_LINE_BYTES && !special.test(whole);
  return { texts: isPlain ? texts : texts.map((text) => clipped(shown(text))), bytes };
}

/** A line whose first bytes are these and which is `length` bytes long in all. */
export function longLine(head: Buffer, length: number): string {
  const text = shown(head.toString('utf8'));
  return head.length < length ? clipped(text, length - head.length) : clipped(text);
}

/**
 * Looks for carriage returns in a part of a line. What stands before one is overwritten by what comes after it, unless
 * that is the line end: the line is only worth reading `from` there, and all up to `settled` need not be looked at again.
 */
export function redrawn(part: Buffer): { from: number; settled: number } {
  let settled = part.length;
  while (settled > 0 && part[settled - 1] === CR) settled -= 1;
  if (settled === 0) return { from: 0, settled: Math.max(0, part.length - 1) };
  return { from: part.lastIndexOf(CR, settled - 1) + 1, settled };
}

// Everything that is neither text, tab nor the escape that begins a colour; C1 controls included, 0x9b acts like an escape.
const unsafe = /[\u0000-\u0008\u000b-\u000c\u000e-\u001a\u001c-\u001f\u007f-\u009f]/g;
/** What a line must not hold to be shown as it is; the line ends around it are no matter. */
const special = /[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]/;

/** What is seen of a line in the end: the last state of what was redrawn, and nothing that upsets a reader. */
function shown(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '\r') end -= 1;
  const begin = end === 0 ? 0 : text.lastIndexOf('\r', end - 1) + 1;
  return text.slice(begin, end).replace(unsafe, '');
}
