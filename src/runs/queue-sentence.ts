import { listed } from '../../domain/amount-words.js';
import type { Cluster } from '../../domain/cluster.js';
import type { Lease } from '../../domain/lease.js';
import { type Hindrance, tooLargeFor } from '../../domain/lease-rules.js';
import type { Dimension, Limits, Need } from '../../domain/resources.js';
import type { Run } from '../../domain/run.js';
import { isFinal } from '../../domain/run-state.js';
import { hindranceWords, keptWords } from '../../domain/waiting-words.js';
import { amount, amounts } from './amounts.js';

export interface QueueFacts {
  readonly run: Pick<Run, 'state' | 'cancel' | 'refusals'>;
  readonly cluster: Pick<Cluster, 'name' | 'limits' | 'statusReason'>;
  readonly need: Need;
  /** Runs before this one in grant order. */
  readonly ahead: number;
  readonly hindrance: Hindrance | undefined;
  readonly held: readonly Pick<Lease, 'name'>[];
  readonly now: number;
}

/** Why a run waits, in plain words: what comes before it, what is short, and who has it. Pure. */
export function queueSentence(facts: QueueFacts): string {
  const { run } = facts;
  if (run.state !== 'queued')
    return isFinal(run.state) ? 'The run has ended; it waits for nothing.' : 'The run has had its turn.';
  if (run.cancel !== undefined) return 'The run is being cancelled and leaves the queue.';
  return (
    [placeWords(facts), detailedWords(facts), refusalWords(facts)].filter((words) => words !== '').join('; ') + '.'
  );
}

function placeWords({ ahead }: QueueFacts): string {
  if (ahead === 0) return 'It is next in the queue';
  return ahead === 1 ? '1 run is ahead' : `${ahead} runs are ahead`;
}

function detailedWords({ hindrance, cluster, need, held, ahead, now }: QueueFacts): string {
  const words = hindranceWords(hindrance, now);
  switch (hindrance?.kind) {
    case undefined:
      return ahead === 0 ? words : 'there is room, and it starts as soon as those have been placed';
    case 'backoff':
      return words;
    case 'paused':
      return `the cluster ${cluster.name} is paused${because(cluster.statusReason)}`;
    case 'reserved':
      return `${words}, which has waited long and needs more`;
    case 'concurrency':
      return `${words}, and as many are going on`;
    case 'limit': {
      const tooLarge = tooLargeFor(need, cluster.limits);
      if (tooLarge.length > 0) return tooLargeWords(tooLarge, need, cluster.limits);
      const short = hindrance.dimensions.map((dimension) =>
        dimension === 'slots'
          ? slotsWords(cluster.limits.slots ?? 0)
          : `too little of the cluster's ${amount(dimension, cluster.limits[dimension] ?? 0)} is free`,
      );
      return `${listed(short)}${holderWords(held)}${keptWords(hindrance)}`;
    }
  }
}

// It was accepted, so the limits were larger then.
const tooLargeWords = (dimensions: readonly Dimension[], need: Need, limits: Limits): string =>
  dimensions.includes('slots')
    ? 'the cluster has no slots at all'
    : `it needs ${amounts(need, dimensions)} and the cluster has ${amounts(limits, dimensions)} in all, so it cannot start before that is raised`;

const slotsWords = (slots: number): string =>
  slots === 1 ? "the cluster's only slot is in use" : `the cluster's ${slots} slots are all in use`;

function holderWords(held: QueueFacts['held']): string {
  if (held.length === 0) return '';
  const counts = new Map<string, number>();
  for (const { name } of held) counts.set(name, (counts.get(name) ?? 0) + 1);
  const most = [...counts].sort((a, b) => b[1] - a[1]);
  const named = most.slice(0, 3).map(([name, count]) => (count === 1 ? name : `${name} (${count} runs)`));
  const others = most.length > 3 ? [`${most.length - 3} other${most.length === 4 ? '' : 's'}`] : [];
  return `, by ${listed([...named, ...others])}`;
}

function refusalWords({ run }: QueueFacts): string {
  const { count, last } = run.refusals;
  if (count === 0) return '';
  const times = count === 1 ? 'once' : `${count} times`;
  return `the cluster has refused it ${times} so far${last === undefined ? '' : ` (“${last}”)`}`;
}

const because = (reason: string | undefined): string => (reason === undefined ? '' : ` (${reason})`);
