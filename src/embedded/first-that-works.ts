import type { Say } from './say.js';

export type Tried<Found> =
  { readonly kind: 'found'; readonly found: Found } | { readonly kind: 'moved-on'; readonly why: string };

export interface Step<Found> {
  /** What this step does, as it stands in "Temporal: <does> …". */
  readonly does: string;
  readonly attempt: () => Promise<Tried<Found>>;
}

export const found = <Found>(value: Found): Tried<Found> => ({ kind: 'found', found: value });
export const movedOn = (why: string): Tried<never> => ({ kind: 'moved-on', why });

/** Tries the steps in turn and answers with the first find; says why it moved on from each of the others. Throws `lastWord` when none works. */
export async function firstThatWorks<Found>(
  what: string,
  steps: readonly Step<Found>[],
  lastWord: string,
  say: Say,
): Promise<Found> {
  const reasons: string[] = [];
  for (const step of steps) {
    const tried = await step.attempt();
    if (tried.kind === 'found') return tried.found;
    const reason = `${step.does}: ${tried.why}`;
    reasons.push(reason);
    say(`${what}: ${reason}`);
  }
  throw new Error(
    [`${what} cannot be had on this machine.`, ...reasons.map((reason) => `  - ${reason}`), lastWord].join('\n'),
  );
}
