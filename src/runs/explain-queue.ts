import { Inject, Injectable } from '@nestjs/common';
import type { RunQueueView } from '../../domain/contract/runs.js';
import type { Lease } from '../../domain/lease.js';
import { inUse, type Place, planQueue, tooLargeFor } from '../../domain/lease-rules.js';
import { Clock, ClusterStore, LeaseLedger, RunStore } from '../../domain/ports.js';
import type { Run } from '../../domain/run.js';
import { existingRun } from '../http/existing-run.js';
import { iso } from '../http/iso.js';
import { type QueueRulesOfCluster, type QueueSnapshot, QueueSnapshots } from '../http/queue-snapshots.js';
import { type Remembered, rememberedWhenMany } from '../http/remembered.js';
import { hindranceView, leaseView } from '../http/views/lease-view.js';
import { queueSentence } from './queue-sentence.js';
import { startWords, type Unforeseen } from './start-words.js';

const SHOWN_HOLDERS = 50;
const SHOWN_AHEAD = 5;

/** Tells why a run waits: its place, what is before it, what is short and who has it, and when it should start. */
@Injectable()
export class ExplainQueue {
  private readonly farBehind: Remembered<number>;

  constructor(
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(LeaseLedger) private readonly leases: LeaseLedger,
    @Inject(ClusterStore) private readonly clusters: ClusterStore,
    @Inject(QueueSnapshots) private readonly snapshots: QueueSnapshots,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.farBehind = rememberedWhenMany(clock, (ahead) => ahead);
  }

  async of(id: string): Promise<RunQueueView> {
    const run = await existingRun(this.runs, id);
    const cluster = (await this.clusters.get(run.snapshot.cluster)) ?? {
      name: run.snapshot.cluster,
      limits: {},
      status: 'active' as const,
    };
    const snapshot = await this.snapshots.of(cluster);
    const { held } = snapshot;
    const found = await this.placeOf(run, cluster, snapshot);
    const now = this.clock.now();
    const { ahead = 0, hindrance, lease } = found ?? {};
    const waiting = run.state === 'queued';
    const need = lease === undefined ? { slots: 1, ...run.snapshot.resources } : { ...lease.need };
    return {
      waiting,
      ...(found === undefined
        ? {}
        : {
            position: ahead + 1,
            ahead,
            aheadBy: aheadBy(snapshot.places, ahead),
            start: await this.startOf(found.lease, cluster, snapshot, now),
          }),
      need,
      hindrance: hindrance && hindranceView(hindrance),
      sentence: queueSentence({ run, cluster, need, ahead, hindrance, held, now }),
      refusals: { count: run.refusals.count, last: run.refusals.last },
      limits: { ...cluster.limits },
      inUse: inUse(held),
      holders: held.slice(0, SHOWN_HOLDERS).map(leaseView),
    };
  }

  // Only a lease that waits has a place; a granted one is about to become "starting".
  private async placeOf(
    run: Run,
    cluster: QueueRulesOfCluster,
    { held, places, indexOf }: QueueSnapshot,
  ): Promise<(Place & { readonly ahead: number }) | undefined> {
    if (run.state !== 'queued') return undefined;
    const index = indexOf.get(run.id);
    const place = index === undefined ? undefined : places[index];
    // Of another priority than the run has now, it stood there before somebody changed that.
    if (index !== undefined && place?.lease.priority === run.priority) return { ...place, ahead: index };
    // Come or moved a moment ago, or so far back that the snapshot does not reach it: its place in the index is near enough.
    const lease = await this.leases.get(run.id);
    if (lease?.state !== 'queued') return undefined;
    const [alone] = planQueue([lease], held, cluster, this.clock.now());
    const ahead = await this.farBehind.of(`${run.id}/${run.version}`, () => this.leases.countAhead(lease));
    return { lease, hindrance: alone?.hindrance, ahead };
  }

  private async startOf(
    lease: Lease,
    cluster: QueueRulesOfCluster,
    snapshot: QueueSnapshot,
    now: number,
  ): Promise<NonNullable<RunQueueView['start']>> {
    const estimate = (await snapshot.starts()).get(lease.runId);
    return {
      samples: estimate?.samples ?? 0,
      ...(estimate === undefined ? {} : { earliest: iso(estimate.earliest), latest: iso(estimate.latest) }),
      sentence: startWords(estimate, unforeseen(lease, cluster, snapshot), now),
    };
  }
}

function unforeseen(
  { runId, need }: Lease,
  { status, limits }: QueueRulesOfCluster,
  { indexOf }: QueueSnapshot,
): Unforeseen {
  if (status === 'paused') return 'paused';
  if (tooLargeFor(need, limits).length > 0) return 'too-large';
  return indexOf.has(runId) ? 'no-history' : 'far-behind';
}

/** What is ahead, by name and owner; those with the most runs first. Every viewer asks, so it is no more than a count. */
function aheadBy(places: readonly Place[], ahead: number): NonNullable<RunQueueView['aheadBy']> {
  const groups = new Map<string, { readonly name: string; readonly owner: string; count: number }>();
  for (let index = 0; index < ahead; index += 1) {
    const lease = places[index]?.lease;
    if (lease === undefined) break;
    const key = `${lease.name}\n${lease.owner}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { name: lease.name, owner: lease.owner, count: 1 });
    else group.count += 1;
  }
  return [...groups.values()].sort((a, b) => b.count - a.count).slice(0, SHOWN_AHEAD);
}
