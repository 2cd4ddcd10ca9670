import { storeQueries } from './queries.js';

/** The table of docs/operations.md: each query, the index that serves it, and why it may walk. */
export function queryTable(): string {
  const rows = storeQueries.map(({ store, method, how, indexes, walks }) => [
    `\`${store}.${method}\`${how === undefined ? '' : `, ${how}`}`,
    indexes.length === 0 ? 'inserts only' : indexes.map((keys) => `\`${keys}\``).join(', '),
    walks ?? '',
  ]);
  const all = [['query', 'index', 'may look at more than it answers'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = all;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
