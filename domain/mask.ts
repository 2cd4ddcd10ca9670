import { CLIP_MARK } from './log-line.js';

const MASK = '***';

/** Shorter values are no secrets worth the name, and masking them would riddle a log with holes. */
const SHORTEST = 4;

/** Replaces what must not be read in a text. */
export type Mask = (text: string) => string;

/**
 * Hides these values wherever they stand in a line of a log or a message, plainly or as JSON, URLs and base64 write
 * them. A value of several lines is hidden line by line, since that is how it comes. Pure, and the same at each reading.
 */
export function maskFor(values: readonly string[]): Mask {
  const hidden = [...new Set(values.flatMap(spellings))].filter((text) => text.length >= SHORTEST);
  if (hidden.length === 0) return (text) => text;
  // The longest first, so that of a value inside another no rest is left.
  const pattern = new RegExp(
    hidden
      .sort((a, b) => b.length - a.length)
      .map(literally)
      .join('|'),
    'g',
  );
  return (text) => withoutCutValue(text.replace(pattern, MASK), hidden);
}

function spellings(value: string): string[] {
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  return [value, ...lines].flatMap((text) => [
    text,
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text.toWellFormed()),
    ...base64Of(text),
  ]);
}

/** Base64 of a text is another one at each of three offsets; what depends on its neighbours is left out. */
function base64Of(text: string): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const whole = Buffer.from('\0'.repeat(offset) + text).toString('base64');
    return [whole.replace(/=+$/, '').slice(offset === 0 ? 0 : offset + 1, -1)].filter(
      (part) => part.length >= 2 * SHORTEST,
    );
  });
}

/** A line that was cut may end in the first half of a value. */
function withoutCutValue(text: string, hidden: readonly string[]): string {
  const mark = CLIP_MARK.exec(text);
  if (mark === null) return text;
  const [kept, rest] = [text.slice(0, mark.index), text.slice(mark.index)];
  for (const value of hidden)
    for (let length = value.length - 1; length >= SHORTEST; length -= 1)
      if (kept.endsWith(value.slice(0, length))) return kept.slice(0, -length) + MASK + rest;
  return text;
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
