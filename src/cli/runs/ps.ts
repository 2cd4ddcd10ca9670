import { setTimeout as pause } from 'node:timers/promises';
import { bounds } from '../../../domain/bounds.js';
import type { RunView } from '../../../domain/contract/runs.js';
import { waited, worked } from '../../../domain/run-phases.js';
import { liveStates } from '../../../domain/run-state.js';
import type { Api } from '../server/api.js';
import { CommandError } from '../command-error.js';
import { exitCodes } from '../exit-codes.js';
import type { Query } from '../server/http.js';
import { stateColour } from '../output/paint.js';
import { pages, sayIfMore } from '../server/pages.js';
import { type RunFilterOptions, runFilter } from './run-filter.js';
import { wholeNumber } from '../option-values.js';
import type { Session } from '../session.js';
import { table } from '../output/table.js';
import { durationWords } from '../../../domain/duration-words.js';

export interface PsOptions extends RunFilterOptions {
  readonly all?: boolean;
  readonly search?: string;
  readonly limit: string;
  readonly cursor?: string;
  readonly quiet?: boolean;
  readonly watch?: boolean;
}

/** Lists runs, newest first: the live ones, or all of them when the filters look into the past. */
export async function ps(session: Session, options: PsOptions): Promise<number> {
  const api = await session.api();
  if (options.watch === true) return watch(session, api, options);
  const { items, next } = await pages(
    (asked) => api.runs(asked),
    await query(session, options),
    wholeNumber(options.limit, '--limit', bounds.fromOne),
  );
  if (session.asJson) await session.printJson(next === undefined ? { items } : { items, next });
  else if (options.quiet === true) await session.print(items.map(({ id }) => `${id}\n`).join(''));
  else {
    if (items.length > 0) await session.print(runTable(session, items));
    else
      await session.say(
        isHistory(options) ? 'No such runs.' : 'No live runs. `flotilla ps -a` shows the finished ones.',
      );
    await sayIfMore(session, next);
  }
  return exitCodes.done;
}

const isHistory = ({ all, state, since, until, search, cursor }: PsOptions): boolean =>
  all === true || [state, since, until, search, cursor].some((filter) => filter !== undefined);

async function query(session: Session, options: PsOptions): Promise<Query> {
  const { state = isHistory(options) ? undefined : liveStates.join(','), cursor, search } = options;
  return { state, ...(await runFilter(session, options)), q: search, cursor };
}

function runTable(session: Session, runs: readonly RunView[]): string {
  const now = session.now();
  const titles = ['RUN', 'NAME', 'STATE', 'CLUSTER', 'WAITED', 'DURATION', 'AGE', 'OWNER'];
  const rows = runs.map((run) => {
    const work = worked(run, now);
    return [
      run.id,
      run.name,
      session.paint(stateColour[run.state], stateText(run)),
      run.cluster,
      durationWords(waited(run, now)),
      work === undefined ? '' : durationWords(work),
      durationWords(now - Date.parse(run.createdAt)),
      run.owner,
    ];
  });
  return table(titles, rows);
}

/** The state, and of a failure its code: what one looks for in a long list. */
const stateText = ({ state, failure }: RunView): string =>
  failure === undefined ? state : `${state} (${failure.code})`;

async function watch(session: Session, api: Api, options: PsOptions): Promise<number> {
  if (!session.terminal.isWatched || session.asJson)
    throw new CommandError('--watch needs a terminal', exitCodes.usage);
  const ended = new AbortController();
  const unlisten = session.terminal.onInterrupt(() => {
    ended.abort();
  });
  try {
    while (!ended.signal.aborted) {
      const { items } = await pages(
        (asked) => api.runs(asked),
        await query(session, options),
        wholeNumber(options.limit, '--limit', bounds.fromOne),
      );
      const title = session.paint('dim', `${new Date(session.now()).toLocaleTimeString()}, every 2 s, Ctrl-C ends`);
      const body = items.length === 0 ? 'No such runs.\n' : runTable(session, items);
      await session.print(`\u001b[H\u001b[2J${title}\n\n${body}`);
      await pause(2000, undefined, { signal: ended.signal }).catch(() => undefined);
    }
    return exitCodes.done;
  } finally {
    unlisten();
  }
}
