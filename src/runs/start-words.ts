import type { StartEstimate } from '../../domain/start-estimate.js';

/** Why nobody can say when a run starts. */
export type Unforeseen = 'paused' | 'too-large' | 'far-behind' | 'no-history';

/** When a run should start and what that rests on, in plain words; without an estimate, why there is none. Pure. */
export function startWords(estimate: StartEstimate | undefined, unforeseen: Unforeseen, now: number): string {
  if (estimate === undefined) return unforeseenWords[unforeseen];
  const runs = estimate.samples === 1 ? 'one past run' : `${estimate.samples} past runs`;
  return `It should start ${rangeWords(estimate.earliest - now, estimate.latest - now)}, judged by ${runs}.`;
}

const unforeseenWords = {
  paused: 'When it starts cannot be said before the cluster is resumed.',
  'too-large': "It cannot start before the cluster's limits are raised.",
  'far-behind': 'When it should start cannot be said: it is too far behind, or has only just come.',
  'no-history': 'When it should start cannot be said: there is no history yet to judge it by.',
} satisfies Record<Unforeseen, string>;

function rangeWords(earliest: number, latest: number): string {
  const [from, to] = [roughly(earliest), roughly(latest)];
  if (from === to) return from === NOW ? 'within a minute' : `in about ${from}`;
  return from === NOW ? `within ${to}` : `in ${from} to ${to}`;
}

const NOW = 'less than a minute';

function roughly(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 1) return NOW;
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
