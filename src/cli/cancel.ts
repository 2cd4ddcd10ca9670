import type { CancelView } from '../../domain/contract/runs.js';
import type { Api } from './api.js';
import { CommandError, Refused } from './command-error.js';
import { exitCodes } from './exit-codes.js';
import { findRun } from './find-run.js';
import { problemText } from './problem-text.js';
import type { Session } from './session.js';

/** Asks each of the runs to end; one that cannot be cancelled does not keep the others from it. */
export async function cancel(
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

async function cancelOne(api: Api, meant: string, reason: string | undefined): Promise<CancelView> {
  return api.cancel(await findRun(api, meant, 'exactly'), reason === undefined ? {} : { reason });
}

const inWords = ({ state, note }: CancelView): string =>
  note ?? (state === 'cancelled' ? 'cancelled.' : 'being stopped.');
