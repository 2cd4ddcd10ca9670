import type { RunQueueView, RunView } from '../../../domain/contract/runs.js';
import { envWords } from '../../../domain/env-words.js';
import { jsonText } from '../../../domain/json-text.js';
import { logEnd, whatIsMissing } from '../../../domain/log-end.js';
import { isFinal } from '../../../domain/run-state.js';
import { phasesOf } from '../../../domain/run-phases.js';
import { aheadWords } from '../../../domain/waiting-words.js';
import { exitCodes } from '../exit-codes.js';
import { failureCard } from './failure-card.js';
import { findRun } from './find-run.js';
import { type Paint, stateColour } from '../output/paint.js';
import { runInWords } from './run-in-words.js';
import type { Session } from '../session.js';
import { table } from '../output/table.js';
import { counted, needWords } from '../../../domain/amount-words.js';
import { durationWords } from '../../../domain/duration-words.js';
import { localTime } from '../output/local-time.js';

/** Prints all that one wants to know of a run: its state in words, why it waits, where the time went, why it failed. */
export async function show(session: Session, meant: string): Promise<number> {
  const api = await session.api();
  const id = await findRun(api, meant, 'by-name');
  const run = await api.run(id);
  if (session.asJson) {
    await session.printJson(run);
    return exitCodes.done;
  }
  const queue = run.state === 'queued' ? await api.runQueue(id) : undefined;
  await session.print(describe(run, queue, session.paint, session.now()));
  return exitCodes.done;
}

function describe(run: RunView, queue: RunQueueView | undefined, paint: Paint, now: number): string {
  const title = [paint('bold', run.name), run.id, paint(stateColour[run.state], run.state)].join('  ');
  const sentence = run.failure === undefined ? `The run ${runInWords(run, now)}.\n` : '';
  const parts = [
    `${title}\n${sentence}`,
    queue === undefined ? '' : waiting(queue, paint),
    failureCard(run, paint),
    section('Where the time went', table(['', ''], timeRows(run, now)), paint),
    section('What runs', table(['', ''], whatRuns(run)), paint),
    section('Log', logText(run), paint),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function section(title: string, text: string, paint: Paint): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.length === 0 ? '' : `${paint('bold', title)}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function waiting(queue: RunQueueView, paint: Paint): string {
  const holders = queue.holders.slice(0, 10).map(({ name, runId, owner }) => [name, runId, owner]);
  const others = queue.inUse.slots - holders.length; // each holds one slot, and not all of them are listed
  const rest = others > 0 ? `and ${String(others)} more\n` : '';
  const list = holders.length === 0 ? '' : `Now it is used by:\n${table(['', '', ''], holders)}${rest}`;
  const refusals =
    queue.refusals.count === 0
      ? ''
      : `It was refused ${counted(queue.refusals.count, 'time')}: ${queue.refusals.last ?? ''}\n`;
  const start = queue.start === undefined ? '' : `${queue.start.sentence}\n`;
  const before = aheadWords(queue);
  const ahead = before === '' ? '' : `Ahead: ${before}.\n`;
  return section('Why it waits', `${queue.sentence}\n${start}${ahead}${refusals}${list}`, paint);
}

function timeRows(run: RunView, now: number): string[][] {
  const tries = run.attempts.length > 1;
  const phases = phasesOf(run, now).map(({ attempt, kind, from, to }) => [
    tries ? `${kind} (attempt ${String(attempt)})` : kind,
    durationWords(to - from),
  ]);
  const end = run.endedAt === undefined ? [] : [['ended', localTime(run.endedAt)]];
  return [['accepted', `${localTime(run.createdAt)}, ${originOf(run)}`], ...phases, ...end];
}

function originOf({ owner, trigger }: RunView): string {
  switch (trigger.kind) {
    case 'rerun':
      return `by ${owner}, as ${trigger.of ?? 'another run'} again`;
    case 'schedule':
      return `by the schedule ${trigger.schedule ?? ''}`;
    case 'cli':
      return `by ${owner}, from the command line`;
    case 'user':
      return `by ${owner}, from the page`;
    case 'api':
      return `by ${owner}, over the API`;
  }
}

function whatRuns(run: RunView): string[][] {
  const rows = [
    ['job', run.job === undefined ? '(none)' : `${run.job.name}, revision ${String(run.job.revision)}`],
    ['cluster', run.cluster],
    ['image', run.image ?? ''],
    ['command', typeof run.command === 'string' ? firstLine(run.command) : run.command.join(' ')],
    ['resources', needWords(run.resources)],
    ['parameters', listOf(run.parameters, jsonText)],
    ['environment', listOf(run.env, envWords)],
    ['labels', listOf(run.labels, String)],
    ['group', run.group],
    ['priority', run.priority === 3 ? '' : String(run.priority)],
  ];
  return rows.filter(([, value]) => value !== '');
}

const firstLine = (text: string): string => {
  const [first = '', ...rest] = text.trim().split('\n');
  return rest.length === 0 ? first : `${first} … (${counted(rest.length, 'line')} more)`;
};

const listOf = <Value>(values: Readonly<Record<string, Value>>, words: (value: Value) => string): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${words(value)}`)
    .join(', ');

function logText(run: RunView): string {
  const log = run.attempts.at(-1)?.log;
  if (log === undefined) return 'none yet';
  const open = isFinal(run.state) ? 'its last lines are not here yet' : 'still growing';
  const state = { open, complete: 'complete', 'cut-off': 'not complete' }[logEnd(log)];
  const missing = whatIsMissing(log);
  return `${counted(log.lines, 'line')}, ${state}: \`flotilla logs ${run.id}\`${missing === undefined ? '' : `\n${missing}`}`;
}
