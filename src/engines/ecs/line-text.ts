import { clipped } from '../../../domain/log-line.js';

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
  return clipped(text, missing);
}
