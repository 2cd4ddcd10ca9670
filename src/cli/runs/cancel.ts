import { bounds } from '../../../domain/bounds.js';
import type { CancelManyRequest } from '../../../domain/contract/cancel-runs.js';
import type { CancelView } from '../../../domain/contract/runs.js';
import { isFinal, liveStates, runCan } from '../../../domain/run-state.js';
import type { Api } from '../server/api.js';
import { CommandError, Refused } from '../command-error.js';
import { exitCodes } from '../exit-codes.js';
import { findRun } from './find-run.js';
import { problemText } from '../server/problem-text.js';
import { type RunFilterOptions, runFilter } from './run-filter.js';
import { wholeNumber } from '../option-values.js';
import type { Session } from '../session.js';
import { counted } from '../../../domain/amount-words.js';

export interface CancelOptions extends RunFilterOptions {
  readonly reason?: string;
  readonly limit: string;
  readonly yes?: boolean;
}

/** Cancels the named runs, or all live ones that match; one that cannot be cancelled does not keep the others from it. */
export async function cancel(session: Session, meant: readonly string[], options: CancelOptions): Promise<number> {
  const filter = await filterOf(session, options);
  const isFiltered = JSON.stringify(filter) !== '{}';
  if (isFiltered === meant.length > 0)
    throw new CommandError('Name runs, or what to filter by (--job, --state, …): one of the two.', exitCodes.usage);
  return isFiltered ? cancelMatching(session, filter, options) : cancelNamed(session, meant, options);
}

async function cancelNamed(
  session: Session,
  meant: readonly string[],
  options: { readonly reason?: string },
): Promise<number> {
  const api = await session.api();
  const cancelled: CancelView[] = [];
  let refused = false;
  for (const one of meant) {
    try {
      const run = await cancelOne(api, one, options.reason);
      cancelled.push(run);
      if (!session.asJson) await session.say(`${run.id} of ${run.name}: ${inWords(run)}`);
    } catch (error) {
      refused = true;
      if (error instanceof Refused) await session.say(`${one}: ${problemText(error)}`);
      else if (error instanceof CommandError && error.exitCode === exitCodes.refused) await session.say(error.message);
      else throw error;
    }
  }
  if (session.asJson) await session.printJson({ items: cancelled });
  return refused ? exitCodes.refused : exitCodes.done;
}

async function cancelMatching(
  session: Session,
  filter: CancelManyRequest['filter'],
  options: CancelOptions,
): Promise<number> {
  const api = await session.api();
  const limit = wholeNumber(options.limit, '--limit', bounds.cancelledTogether);
  if (options.yes !== true) {
    const { count, hasMore } = await countCancellable(api, filter, limit);
    const newest = hasMore ? ', the newest of more that match' : '';
    throw new CommandError(
      `${counted(count, 'run')} would be cancelled${newest}. Add --yes to do it.`,
      exitCodes.usage,
    );
  }
  const { reason } = options;
  const answer = await api.cancelMany({ filter, limit, ...(reason === undefined ? {} : { reason }) });
  if (session.asJson) await session.printJson(answer);
  else {
    await session.say(`${counted(answer.cancelled, 'run is', 'runs are')} being cancelled.`);
    if (answer.more) await session.say('There are more that match: call it again, or raise --limit.');
  }
  return exitCodes.done;
}

/** Counts as the server would choose: the live ones that match and are not being cancelled yet, up to the limit. */
async function countCancellable(
  api: Api,
  filter: CancelManyRequest['filter'],
  limit: number,
): Promise<{ count: number; hasMore: boolean }> {
  // States that there are none of stay in, for the server to refuse.
  const state = (filter.state ?? liveStates).filter((one) => !isFinal(one)).join(',');
  let count = 0;
  let cursor: string | undefined;
  if (state === '') return { count, hasMore: false };
  do {
    const { items, next } = await api.runs({ ...filter, state, cursor, limit: bounds.page.most });
    count += items.filter(runCan.cancel).length;
    cursor = next;
  } while (cursor !== undefined && count <= limit);
  return { count: Math.min(count, limit), hasMore: count > limit };
}

async function filterOf(session: Session, options: CancelOptions): Promise<CancelManyRequest['filter']> {
  // The server knows the states, and says which there are.
  const state = options.state?.split(',') as CancelManyRequest['filter']['state'];
  return { state, ...(await runFilter(session, options)) };
}

async function cancelOne(api: Api, meant: string, reason: string | undefined): Promise<CancelView> {
  return api.cancel(await findRun(api, meant, 'exactly'), reason === undefined ? {} : { reason });
}

const inWords = ({ state, note }: CancelView): string =>
  note ?? (state === 'cancelled' ? 'cancelled.' : 'being cancelled.');
