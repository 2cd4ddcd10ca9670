import type { LogPlace } from './follow-log.js';

/** Where to go on after `<attempt>.<line>`; undefined when the text is not one (a browser's first connection sends none). */
export function placeAfter(lastEventId: string | undefined): LogPlace | undefined {
  const match = /^(\d{1,6})\.(\d{1,12})$/.exec(lastEventId ?? '');
  if (match === null) return undefined;
  const [attempt, line] = [Number(match[1]), Number(match[2])];
  return attempt < 1 ? undefined : { attempt, line: line + 1 };
}
