import { clipped, MAX_LINE_BYTES } from '../../../domain/log-line.js';

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Makes lines of the entries of one stream. Docker splits lines over 16 KiB into entries without a line end, so a line
 * goes on until an entry has one. Keeps no more than is shown, however long the line: what a carriage return redraws is
 * dropped, and what is over the limit is counted.
 */
export class LineJoiner {
  private kept: Buffer[] = [];
  private keptBytes = 0;
  private missing = 0;
  /** The line so far ends in a carriage return: what follows is drawn over it. */
  private returned = false;

  /** Takes the next entry; answers the line when it is complete. */
  add(content: Buffer): string | undefined {
    const whole = content.at(-1) === NEWLINE;
    this.draw(whole ? content.subarray(0, -1) : content);
    return whole ? this.flush() : undefined;
  }

  /** The line as far as it is known; the next entry begins a new one. */
  flush(): string {
    const [only = Buffer.alloc(0), ...more] = this.kept;
    const line = lineText(more.length === 0 ? only : Buffer.concat(this.kept), this.missing);
    this.clear();
    return line;
  }

  private draw(piece: Buffer): void {
    let end = piece.length;
    while (end > 0 && piece[end - 1] === RETURN) end -= 1;
    if (end > 0) {
      const text = piece.subarray(0, end);
      const redrawn = text.lastIndexOf(RETURN);
      if (this.returned || redrawn >= 0) this.clear();
      this.keep(text.subarray(redrawn + 1));
    }
    if (end < piece.length) this.returned = true;
  }

  private keep(text: Buffer): void {
    const fitting = text.subarray(0, Math.max(0, MAX_LINE_BYTES - this.keptBytes));
    if (fitting.length > 0) this.kept.push(fitting);
    this.keptBytes += fitting.length;
    this.missing += text.length - fitting.length;
  }

  private clear(): void {
    this.kept = [];
    this.keptBytes = 0;
    this.missing = 0;
    this.returned = false;
  }
}

// Everything that is neither text, tab nor the escape that begins a colour; C1 controls included, 0x9b acts like an escape.
const unsafe = /[\u0000-\u0008\u000b-\u000c\u000e-\u001a\u001c-\u001f\u007f-\u009f]/g;

function lineText(kept: Buffer, cut: number): string {
  const tail = cut === 0 ? 0 : brokenTail(kept);
  const text = kept.toString('utf8', 0, kept.length - tail).replace(unsafe, '');
  return clipped(text, cut + tail);
}

/** How many bytes at the end belong to a character whose other bytes were cut off. */
function brokenTail(bytes: Buffer): number {
  for (let length = 1; length <= Math.min(3, bytes.length); length += 1) {
    const byte = bytes[bytes.length - length] ?? 0;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    if (needed > length) return length;
    if (byte < 0x80 || needed > 1) return 0;
  }
  return 0;
}
