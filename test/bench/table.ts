import { type Figure, type Goal, isMet, type Spread, spreadOf } from './figures.js';

const COLUMNS = ['figure', 'unit', 'n', 'min', 'median', 'p99', 'max', 'goal'] as const;
const WIDTHS = [34, 7, 6, 9, 9, 9, 9, 0] as const;

/** The figures of a row as they are printed, and as `--json` gives them. */
export interface Measured extends Omit<Figure, 'values'>, Spread {
  readonly isMet?: boolean;
}

export function summedUp({ values, ...figure }: Figure): Measured {
  const spread = spreadOf(values);
  return { ...figure, ...spread, ...(figure.goal === undefined ? {} : { isMet: isMet(figure.goal, spread) }) };
}

export const headLine = (): string => line(COLUMNS);

export const tableLine = (row: string, measured: Measured): string => {
  const { name, unit, n, min, median, p99, max, goal, isMet: met } = measured;
  const numbers = [n, min, median, p99, max].map(String);
  return line([
    `${row}.${name}`,
    unit,
    ...numbers,
    goal === undefined ? '' : `${goalText(goal)} ${met ? 'met' : 'MISSED'}`,
  ]);
};

const goalText = ({ of, atLeast, atMost }: Goal): string =>
  atLeast === undefined ? `${of} ≤ ${String(atMost)}` : `${of} ≥ ${String(atLeast)}`;

const line = (cells: readonly string[]): string =>
  cells
    .map((cell, index) => {
      const width = WIDTHS[index] ?? 0;
      return index < 2 || index === 7 ? cell.padEnd(width) : cell.padStart(width);
    })
    .join(' ')
    .trimEnd();
