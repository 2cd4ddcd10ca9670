/** What a command has written of itself: that it begins, or that it is about to end. */
export interface Mark {
  readonly kind: string;
  readonly id: string;
  readonly at: number;
}

export const readMarks = (text: string): Mark[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [kind = '', id = '', at = ''] = line.split(' ');
      return { kind, id, at: Number(at) };
    });

/**
 * The moments at which more than `most` commands ran at once, judged by their own marks; for one that was ended by force
 * the recorded end counts. A command lives a little longer than from mark to mark, so nothing is found that was not so.
 */
export function overlaps(marks: readonly Mark[], recordedEnds: ReadonlyMap<string, number>, most: number): string[] {
  const ended = new Map(marks.filter(({ kind }) => kind === 'end').map(({ id, at }) => [id, at]));
  const steps = marks
    .filter(({ kind }) => kind === 'start')
    .flatMap(({ id, at }) => [
      { at, by: 1 },
      { at: ended.get(id) ?? recordedEnds.get(id) ?? at, by: -1 },
    ])
    // At the same millisecond the end counts first: which came first cannot be told.
    .sort((a, b) => a.at - b.at || a.by - b.by);
  const found: string[] = [];
  let running = 0;
  for (const { at, by } of steps) {
    running += by;
    if (running > most && by > 0) found.push(`${running} at ${new Date(at).toISOString()}`);
  }
  return found;
}
