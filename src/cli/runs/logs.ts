import { bounds } from '../../../domain/bounds.js';
import type { LogPage } from '../../../domain/contract/logs.js';
import { logEnd, whatIsMissing } from '../../../domain/log-end.js';
import type { Api } from '../server/api.js';
import { CommandError } from '../command-error.js';
import { exitCodes } from '../exit-codes.js';
import { findRun } from './find-run.js';
import { ConnectionLost } from '../server/follow-events.js';
import { followLog, type LogPlace } from '../following/follow-log.js';
import { LogPrinter } from '../following/log-printer.js';
import { wholeNumber } from '../option-values.js';
import type { Session } from '../session.js';

export interface LogsOptions {
  readonly follow?: boolean;
  readonly sinceLine?: string;
  readonly tail?: string;
  readonly attempt?: string;
  readonly search?: string;
  readonly matchCase?: boolean;
  readonly times?: boolean;
  readonly numbers?: boolean;
}

/** Prints a run's log: what there is, or (with --follow) also what comes until its end. */
export async function logs(session: Session, meant: string, options: LogsOptions): Promise<number> {
  refuseContradictions(options);
  const api = await session.api();
  const id = await findRun(api, meant, 'by-name');
  const asked: Asked = {
    ...(options.attempt === undefined ? {} : { attempt: wholeNumber(options.attempt, '--attempt', bounds.fromOne) }),
    from: options.sinceLine === undefined ? 1 : wholeNumber(options.sinceLine, '--since-line', bounds.fromOne),
    ...(options.tail === undefined ? {} : { tail: wholeNumber(options.tail, '--tail', bounds.logPage) }),
  };
  const isSearch = options.search !== undefined;
  const printer = new LogPrinter(session, {
    times: options.times === true,
    numbers: options.numbers === true || isSearch,
  });
  if (options.search !== undefined) {
    return search(session, api, id, { ...asked, q: options.search, matchCase: options.matchCase === true }, printer);
  }
  const place = await printStored(session, api, id, asked, printer, options.follow === true);
  return options.follow === true ? follow(session, api, id, asked, place, printer) : exitCodes.done;
}

interface Asked {
  readonly attempt?: number;
  readonly from: number;
  readonly tail?: number;
}

/** Prints page after page, and answers where it came to. */
async function printStored(
  session: Session,
  api: Api,
  id: string,
  asked: Asked,
  printer: LogPrinter,
  goesOn: boolean,
): Promise<LogPlace> {
  const { attempt, tail } = asked;
  let from = asked.from;
  for (;;) {
    // The attempt of the first page stays: another one may begin while we read.
    const page: LogPage = await api.log(
      id,
      tail === undefined ? { attempt, from, limit: bounds.logPage.most } : { attempt, tail },
    );
    await printer.print(page);
    const known = page.lines.at(-1)?.n ?? from - 1;
    from = known + 1;
    if (page.lines.length > 0 && tail === undefined && page.next !== undefined) continue;
    if (!goesOn) await sayWhatIsMissing(session, id, page, asked);
    return { attempt: page.attempt, line: known };
  }
}

async function follow(
  session: Session,
  api: Api,
  id: string,
  asked: Asked,
  place: LogPlace,
  printer: LogPrinter,
): Promise<number> {
  const ended = new AbortController();
  const unlisten = session.terminal.onInterrupt(() => {
    ended.abort();
  });
  const onConnection = (state: 'broken' | 'back'): void => {
    const text = state === 'broken' ? 'The connection broke; trying again …' : 'The connection is back.';
    void session.say(session.paint('dim', text));
  };
  try {
    const { attempt } = asked;
    const chosen = attempt === undefined ? {} : { attempt };
    const lines = followLog(api.http, { runId: id, ...chosen, after: place, signal: ended.signal, onConnection });
    for await (const some of lines) await printer.print(some);
    return ended.signal.aborted ? exitCodes.interrupted : exitCodes.done;
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    throw new CommandError(`${error.message} Go on with \`flotilla logs -f ${id}\`.`, error.exitCode, { cause: error });
  } finally {
    unlisten();
  }
}

/** Prints the lines that hold the text, with their numbers; like grep, it ends with 1 when there is none. */
async function search(
  session: Session,
  api: Api,
  id: string,
  asked: Asked & { readonly q: string; readonly matchCase: boolean },
  printer: LogPrinter,
): Promise<number> {
  let found = 0;
  for (let from: number | undefined = asked.from; from !== undefined;) {
    const page: LogPage = await api.log(id, { ...asked, from, limit: bounds.logPage.most });
    found += page.lines.length;
    await printer.print(page);
    from = page.next;
  }
  if (found === 0) await session.say(`No line contains "${asked.q}".`);
  return found === 0 ? exitCodes.refused : exitCodes.done;
}

async function sayWhatIsMissing(session: Session, id: string, page: LogPage, asked: Asked): Promise<void> {
  const { head, why } = page;
  const missing = whatIsMissing(head);
  const notes = [
    ...(page.lines.length === 0 && asked.from === 1 && why !== undefined ? [why] : []),
    ...(missing === undefined ? [] : [missing]),
    ...(logEnd(head) === 'open' && head.lines > 0 ? [`More may come: \`flotilla logs -f ${id}\`.`] : []),
  ];
  for (const note of notes) await session.say(session.paint('dim', note));
}

function refuseContradictions(options: LogsOptions): void {
  const refuse = (text: string): never => {
    throw new CommandError(text, exitCodes.usage);
  };
  if (options.search !== undefined && options.follow === true)
    refuse('--search looks at what is there: leave out --follow');
  if (options.search !== undefined && options.tail !== undefined) refuse('--search and --tail exclude each other');
  if (options.sinceLine !== undefined && options.tail !== undefined)
    refuse('--since-line and --tail exclude each other');
}
