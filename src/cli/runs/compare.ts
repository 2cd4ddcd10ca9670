import type { ComparedLogView, ComparedRowView, ComparisonView } from '../../../domain/contract/comparison.js';
import type { RunView } from '../../../domain/contract/runs.js';
import { envWords } from '../../../domain/env-words.js';
import type { EnvValue } from '../../../domain/job.js';
import { jsonText } from '../../../domain/json-text.js';
import { exitCodes } from '../exit-codes.js';
import { findRun } from './find-run.js';
import { type Paint, stateColour } from '../output/paint.js';
import type { Session } from '../session.js';
import { table } from '../output/table.js';
import { counted, memoryWords } from '../../../domain/amount-words.js';
import { durationWords } from '../../../domain/duration-words.js';
import { localTime } from '../output/local-time.js';

/** Lays two runs side by side: what differs between them (or all of it), and where their logs part ways. */
export async function compare(
  session: Session,
  meant: readonly [string, string],
  { all = false }: { readonly all?: boolean },
): Promise<number> {
  const api = await session.api();
  const [a, b] = await Promise.all(meant.map((one) => findRun(api, one, 'by-name')));
  const comparison = await api.compare(a ?? '', b ?? ''); // two were asked for, two were found
  if (session.asJson) await session.printJson(comparison);
  else await session.print(describe(comparison, all, session.paint));
  return exitCodes.done;
}

function describe({ a, b, rows, log }: ComparisonView, all: boolean, paint: Paint): string {
  const shown = rows.filter(({ isSame }) => all || !isSame);
  const cells = shown.map((row) => [
    row.part,
    row.name,
    valueText(row, row.a),
    row.isSame ? valueText(row, row.b) : paint('yellow', valueText(row, row.b)),
  ]);
  const same = counted(rows.length - shown.length, 'more is the same', 'more are the same');
  return [
    table(
      ['', '', headOf(a, paint), headOf(b, paint)],
      [['', 'accepted', localTime(a.createdAt), localTime(b.createdAt)], ...cells],
    ),
    all ? '' : paint('dim', `${same}; --all shows them.\n`),
    `\n${logText(log, paint)}`,
  ].join('');
}

const headOf = ({ id, name, state }: RunView, paint: Paint): string =>
  `${name} ${id.slice(-6)} ${paint(stateColour[state], state)}`;

function valueText({ part, name }: ComparedRowView, value: ComparedRowView['a']): string {
  if (value === undefined) return '–';
  if (part === 'timings' && typeof value === 'number') return durationWords(value * 1000);
  if (name === 'memoryMiB' && typeof value === 'number') return memoryWords(value);
  const text = part === 'environment' ? envWords(value as EnvValue) : jsonText(value); // a row of that part holds one
  const [first = '', ...rest] = text.trim().split('\n');
  return rest.length === 0 ? first : `${first} … (${counted(rest.length, 'line')} more)`;
}

function logText({ differsAt, before, a, b, compared, isWhole }: ComparedLogView, paint: Paint): string {
  if (differsAt === undefined) {
    const most = isWhole
      ? `all ${counted(compared, 'line')}`
      : `the first ${String(compared)} lines, further it was not looked`;
    return `The logs do not differ, times aside: ${most}.\n`;
  }
  const lines = [
    ...before.map(({ n, text }) => paint('dim', `  ${String(n).padStart(6)}  ${text}`)),
    ...a.map(({ n, text }) => paint('red', `- ${String(n).padStart(6)}  ${text}`)),
    ...b.map(({ n, text }) => paint('green', `+ ${String(n).padStart(6)}  ${text}`)),
  ];
  return `${paint('bold', `The logs differ first in line ${String(differsAt)}`)}\n${lines.map((line) => `${line}\n`).join('')}`;
}
