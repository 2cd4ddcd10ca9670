import { clipMark, MAX_LINE_BYTES } from '../../../domain/log-line.js';

// Everything that is neither text, tab nor the escape that begins a colour; line ends inside an event as well.
const unsafe = /[\u0000-\u0008\u000a-\u001a\u001c-\u001f\u007f-\u009f]/g;

/** A line as it is kept: of what was redrawn the last state, no control characters, clipped with a word about it. `missing` bytes were never looked at. */
export function lineText(pieces: readonly string[], missing = 0): string {
  const whole = pieces.length === 1 ? (pieces[0] ?? '') : pieces.join('');
  const drawn = whole.replace(/[\r\n]+$/, '');
  const text = drawn
    .slice(drawn.lastIndexOf('\r') + 1)
    .replaceAll(unsafe, '')
    .toWellFormed();
  if (missing === 0 && text.length * 3 <= MAX_LINE_BYTES) return text;
  const bytes = Buffer.from(text);
  if (missing === 0 && bytes.length <= MAX_LINE_BYTES) return text;
  let end = Math.min(MAX_LINE_BYTES, bytes.length);
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1; // not inside a character
  return bytes.toString('utf8', 0, end) + clipMark(missing + bytes.length - end);
}
