import type { Paint } from './paint.js';

/** One thing that the doctor looked at. */
export interface Finding {
  readonly what: string;
  /** `missing` is something that one can do without; `bad` is not; `unknown` could not be looked at. */
  readonly state: keyof typeof marks;
  readonly message: string;
  /** How to mend it. */
  readonly remedy?: string;
}

const marks = {
  ok: ['green', 'ok     '],
  unknown: ['yellow', 'unknown'],
  missing: ['yellow', 'missing'],
  bad: ['red', 'bad    '],
} as const;

/** One line for each thing that was looked at, and how to mend it below. */
export function findingLines(findings: readonly Finding[], paint: Paint, indent = ''): string {
  const width = Math.max(...findings.map(({ what }) => what.length));
  return findings
    .map(({ what, state, message, remedy }) => {
      const [colour, mark] = marks[state];
      const line = `${indent}${paint(colour, mark)}  ${what.padEnd(width)}  ${message}\n`;
      const below = ' '.repeat(indent.length + mark.length + width + 4);
      return remedy === undefined ? line : `${line}${below}-> ${remedy}\n`;
    })
    .join('');
}
