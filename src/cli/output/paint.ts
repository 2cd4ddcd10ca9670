import type { RunState } from '../../../domain/run-state.js';

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const;
export type Colour = keyof typeof codes;
export type Paint = (colour: Colour, text: string) => string;

/** Colours text, or leaves it alone where colours are not wanted. */
export const paintFor =
  (hasColours: boolean): Paint =>
  (colour, text) =>
    hasColours && text !== '' ? `\u001b[${String(codes[colour])}m${text}\u001b[0m` : text;

export const stateColour = {
  queued: 'yellow',
  starting: 'cyan',
  running: 'blue',
  stopping: 'yellow',
  succeeded: 'green',
  failed: 'red',
  cancelled: 'dim',
  lost: 'magenta',
} as const satisfies Record<RunState, Colour>;

/** How wide a text is on the screen, its colours not counted. */
export const widthOf = (text: string): number => text.replaceAll(escapes, '').length;

const escapes = /\u001b\[[0-9;]*m/g;
