import { exitCodes } from '../exit-codes.js';
import { findRun } from './find-run.js';
import { numberOf } from '../option-values.js';
import type { Session } from '../session.js';

/** Gives a waiting run another priority, and tells its new place. */
export async function priority(session: Session, meant: string, wanted: string): Promise<number> {
  const api = await session.api();
  const id = await findRun(api, meant, 'exactly');
  const run = await api.setPriority(id, numberOf(wanted, 'the priority'));
  if (session.asJson) {
    await session.printJson(run);
    return exitCodes.done;
  }
  const { position } = await api.runQueue(id);
  const place = position === undefined ? '' : `; it is number ${String(position)} in the queue of ${run.cluster}`;
  await session.say(`${run.id} of ${run.name} has priority ${String(run.priority)} now${place}.`);
  return exitCodes.done;
}
