import { widthOf } from './paint.js';

/** Lines of columns, each as wide as its widest cell; the last one is not padded. Columns of empty cells are left out. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const used = titles.map((_, column) => rows.some((row) => (row[column] ?? '') !== ''));
  const lines = [titles, ...rows].map((row) => row.filter((_, column) => used[column]));
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => widthOf(line[column] ?? ''))));
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, column) => pad(cell, widths[column] ?? 0))
          .join('   ')
          .trimEnd()}\n`,
    )
    .join('');
}

const pad = (cell: string, width: number): string => cell + ' '.repeat(Math.max(width - widthOf(cell), 0));
