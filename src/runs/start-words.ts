import type { StartEstimate } from '../../domain/start-estimate.js';

/** When a run should start and what that rests on, in plain words. Pure. */
export function startWords(estimate: StartEstimate | undefined, isPaused: boolean, now: number): string {
  if (isPaused) return 'When it starts cannot be said before the cluster is resumed.';
  if (estimate === undefined) return 'When it should start cannot be said: there is no history yet to judge it by.';
  const runs = estimate.samples === 1 ? 'one past run' : `${estimate.samples} past runs`;
  return `It should start ${rangeWords(estimate.earliest - now, estimate.latest - now)}, judged by ${runs}.`;
}

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
