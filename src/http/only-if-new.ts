import { Refusal } from './refusal.js';

/**
 * Whether a PUT is to create and never to change: `If-None-Match: *`. What else the header may say is about versions,
 * which jobs, schedules and clusters do not have for HTTP; it is refused, since to overlook a condition is to break it.
 */
export function isOnlyIfNew(ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined || ifNoneMatch === '*') return ifNoneMatch === '*';
  throw new Refusal('malformed', 'With a PUT, If-None-Match can only be `*`: create it if it is not there yet.', [
    { path: 'If-None-Match', message: 'write `*`, or leave it out to create or change' },
  ]);
}

/** The name of what is only to be created is taken. `what` has it, like "a job called report". */
export function nameTaken(what: string): Refusal {
  const detail = `There is ${what} already. Choose another name, or change that one.`;
  return new Refusal('already-exists', detail, [{ path: 'name', message: detail }]);
}
