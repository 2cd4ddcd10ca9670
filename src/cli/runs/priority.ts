import { bounds } from '../../../domain/bounds.js';
import { exitCodes } from '../exit-codes.js';
import { findRun } from './find-run.js';
import { wholeNumber } from '../option-values.js';
import type { Session } from '../session.js';

/** Gives a waiting run another priority, and tells its new place. */
export async function priority(session: Session, meant: string, wanted: string): Promise<number> {
  const level = wholeNumber(wanted, 'priority', bounds.priority);
  const api = await session.api();
  const id = await findRun(api, meant, 'exactly');
  const run = await api.setPriority(id, level);
  if (session.asJson) {
    await session.printJson(run);
    return exitCodes.done;
  }
  const { position } = await api.runQueue(id);
  const place = position === undefined ? '' : `; it is number ${String(position)} in the queue of ${run.cluster}`;
  await session.say(`${run.id} of ${run.name} has priority ${String(run.priority)} now${place}.`);
  return exitCodes.done;
}
