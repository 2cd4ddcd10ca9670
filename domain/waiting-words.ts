import { counted, dimensionWords, listed } from './amount-words.js';
import { spanWords } from './duration-words.js';
import type { Hindrance } from './lease-rules.js';
import { type Moment, millisecondsOf } from './moment.js';

/** A hindrance as we keep it, and as the API tells it. */
export type AnyHindrance =
  | { readonly kind: 'limit'; readonly dimensions: Of<'limit'>['dimensions']; readonly isKeptFor?: true | undefined }
  | { readonly kind: 'reserved'; readonly name: string }
  | Of<'concurrency'>
  | Of<'paused'>
  | { readonly kind: 'backoff'; readonly until: Moment };
type Of<Kind extends Hindrance['kind']> = Extract<Hindrance, { kind: Kind }>;

/** What keeps a run from its turn, in a few words: in the lists of a cluster, and where there is more to say, at its beginning. */
export function hindranceWords(hindrance: AnyHindrance | undefined, now: number): string {
  switch (hindrance?.kind) {
    case undefined:
      return 'it is about to start';
    case 'limit': {
      const short = hindrance.dimensions.map((dimension) =>
        dimension === 'slots' ? 'no slot is free' : `too little ${dimensionWords[dimension]} is free`,
      );
      return `${listed(short)}${keptWords(hindrance)}`;
    }
    case 'reserved':
      return `what is free is kept for ${hindrance.name}`;
    case 'concurrency':
      return `its job allows ${hindrance.limit === 1 ? 'one run' : `${hindrance.limit} runs`} at a time`;
    case 'paused':
      return 'the cluster is paused';
    case 'backoff':
      return `it is tried again in ${spanWords(Math.max(1, Math.ceil((millisecondsOf(hindrance.until) - now) / 1000)))}`;
  }
}

/** What is said of a run that does not fit and that has waited long; else nothing. */
export const keptWords = ({ isKeptFor }: { readonly isKeptFor?: true | undefined }): string =>
  isKeptFor === true ? '; it has waited long, and what becomes free is kept for it' : '';

/** What is before a run in the queue: `3 of report (ada), 1 of train (bob), 2 others`; empty when nothing is. */
export function aheadWords({ ahead = 0, aheadBy = [] }: Ahead): string {
  const groups = aheadBy.map(({ name, owner, count }) => `${count} of ${name} (${owner})`);
  const others = ahead - aheadBy.reduce((sum, { count }) => sum + count, 0);
  return [...groups, ...(others > 0 ? [counted(others, 'other')] : [])].join(', ');
}

interface Ahead {
  readonly ahead?: number | undefined;
  readonly aheadBy?: readonly { readonly name: string; readonly owner: string; readonly count: number }[] | undefined;
}
