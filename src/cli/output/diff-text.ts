import { type DiffLine, nearChanges } from '../../../domain/line-diff.js';
import type { Paint } from './paint.js';

const colour = { '+': 'green', '-': 'red', ' ': 'dim' } as const;

/** What changed, with three lines around each change. */
export const diffText = (lines: readonly DiffLine[], paint: Paint): string =>
  nearChanges(lines)
    .map((line) => (line === 'gap' ? paint('dim', '  …') : paint(colour[line.mark], `${line.mark} ${line.text}`)))
    .map((text) => `${text}\n`)
    .join('');
