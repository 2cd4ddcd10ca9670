import { setTimeout as pause } from 'node:timers/promises';
import type { RunView } from '../../../domain/contract/runs.js';
import { isFinal } from '../../../domain/run-state.js';
import type { Api } from '../server/api.js';
import { CommandError } from '../command-error.js';
import { exitCodeOfRun } from './exit-code-of-run.js';
import { exitCodes } from '../exit-codes.js';
import { failureCard } from '../runs/failure-card.js';
import { ConnectionLost } from '../server/follow-events.js';
import { followLog } from './follow-log.js';
import { isPassing } from '../server/http.js';
import { Interrupts, type OnInterrupt } from './interrupts.js';
import { LogPrinter } from './log-printer.js';
import { stateColour } from '../output/paint.js';
import { runInWords } from '../runs/run-in-words.js';
import type { Session } from '../session.js';
import { StatusLine } from '../output/status-line.js';

// As long as a stream is tried again (follow-events.ts).
const PATIENCE_MILLISECONDS = 90_000;

/** Shows what becomes of a run until it has ended; answers the exit code that stands for its end. */
export async function followRun(session: Session, api: Api, id: string, onInterrupt: OnInterrupt): Promise<number> {
  const left = new AbortController();
  const status = new StatusLine(session.terminal);
  const cancelling: Promise<void>[] = [];
  const interrupts = new Interrupts(session.terminal, onInterrupt, {
    detach: () => {
      left.abort();
    },
    cancel: () => {
      cancelling.push(cancelled(session, api, id));
    },
  });
  try {
    const shown = showLog(session, api, id, { left: left.signal, status, interrupts });
    const watched = new AbortController();
    const watching = showWaiting(api, id, AbortSignal.any([left.signal, watched.signal]), status, interrupts);
    await shown.finally(() => {
      watched.abort();
    });
    await watching;
    await Promise.all(cancelling);
    await status.clear();
    if (left.signal.aborted) return await detached(session, id);
    return await ended(session, await finalState(api, id));
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    throw new CommandError(`${error.message} ${goesOn(id)}`, error.exitCode, { cause: error });
  } finally {
    interrupts.stop();
  }
}

interface Around {
  readonly left: AbortSignal;
  readonly status: StatusLine;
  readonly interrupts: Interrupts;
}

async function showLog(session: Session, api: Api, id: string, { left, status, interrupts }: Around): Promise<void> {
  const printer = new LogPrinter(session, { split: true });
  const onConnection = (state: 'broken' | 'back'): void => {
    const text = state === 'broken' ? 'The connection broke; trying again …' : 'The connection is back.';
    void status.clear().then(() => session.say(session.paint('dim', text)));
  };
  for await (const lines of followLog(api.http, { runId: id, signal: left, onConnection })) {
    await interrupts.quiet();
    if (left.aborted) return;
    await status.clear();
    await printer.print(lines);
  }
}

/** Says why there is nothing to see yet. It is a courtesy: when it cannot be asked, the log tells that soon enough. */
async function showWaiting(
  api: Api,
  id: string,
  signal: AbortSignal,
  status: StatusLine,
  interrupts: Interrupts,
): Promise<void> {
  const isOver = (): boolean => signal.aborted;
  while (!isOver()) {
    const text = await waitingText(api, id).catch(() => '');
    await interrupts.quiet();
    if (isOver()) return;
    if (text === '') await status.clear();
    else await status.show(text);
    await pause(1000, undefined, { signal }).catch(() => undefined);
  }
}

async function waitingText(api: Api, id: string): Promise<string> {
  const run = await api.run(id);
  if (run.state === 'queued') return (await api.runQueue(id)).sentence;
  return run.state === 'starting' || run.state === 'stopping' ? `The run ${runInWords(run, Date.now())} …` : '';
}

async function cancelled(session: Session, api: Api, id: string): Promise<void> {
  await session.say('Cancelling the run; following it until it has ended (Ctrl-C detaches).');
  try {
    await api.cancel(id, { reason: 'Ctrl-C while following' });
  } catch (error) {
    await session.say(`It could not be cancelled: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function detached(session: Session, id: string): Promise<number> {
  await session.say(goesOn(id));
  return exitCodes.interrupted;
}

const goesOn = (id: string): string =>
  `The run goes on. Follow it again with \`flotilla logs -f ${id}\`, cancel it with \`flotilla cancel ${id}\`.`;

/** The log's stream ends after the run has; the record may be a moment behind, or the server just away. */
async function finalState(api: Api, id: string): Promise<RunView> {
  const giveUpAt = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    try {
      const run = await api.run(id);
      if (isFinal(run.state) || Date.now() > giveUpAt) return run;
    } catch (error) {
      if (!isPassing(error)) throw error;
      if (Date.now() > giveUpAt) throw new ConnectionLost(error);
    }
    await pause(200);
  }
}

async function ended(session: Session, run: RunView): Promise<number> {
  if (session.asJson) await session.printJson(run);
  else {
    const { paint } = session;
    const words = `The run ${runInWords(run, session.now())}.`;
    await session.say(
      run.failure === undefined ? paint(stateColour[run.state], words) : failureCard(run, paint).trimEnd(),
    );
  }
  return exitCodeOfRun(run);
}
