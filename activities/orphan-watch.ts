import type { Cluster } from '../domain/cluster.js';
import type { OwnedContainer } from '../domain/engine.js';
import { parseLaunchToken, type LaunchToken } from '../domain/ids.js';
import { orphanFate } from '../domain/orphan-fate.js';
import type { Engine } from '../domain/ports.js';
import type { Run } from '../domain/run.js';
import type { ActivityDeps } from './deps.js';
import type { SweepRound } from './sweep-round.js';

/** An engine that is slow to answer does not keep the others waiting for longer; what is left is for the next look. */
const PATIENCE_MILLISECONDS = 60_000;

/** For the container of a run that the store does not know. */
const GRACE_SECONDS = 30;

/** Finds containers that nobody looks after. Only those with our mark are considered. */
export class OrphanWatch {
  /** When each container that nobody seems to want was first seen, by cluster. */
  readonly #sightings = new Map<string, Map<LaunchToken, number>>();

  constructor(private readonly deps: ActivityDeps) {}

  /** One look over all clusters. */
  async look(round: Pick<SweepRound, 'one' | 'tally'>): Promise<void> {
    for (const cluster of await this.deps.clusters.list())
      await round.one(`cluster/${cluster.name}`, () => this.#lookAt(cluster, round));
  }

  async #lookAt(cluster: Cluster, { one, tally }: Pick<SweepRound, 'one' | 'tally'>): Promise<void> {
    const engine = this.deps.engines.of(cluster);
    const containers = await engine.owned();
    const seen = this.#stillThere(cluster, containers);
    const patientUntil = this.deps.clock.now() + PATIENCE_MILLISECONDS;
    for (const container of containers) {
      if (this.deps.clock.now() > patientUntil) break;
      await one(container.token, async () => {
        if (await this.#judge(cluster, engine, container, seen)) tally.orphansStopped += 1;
      });
    }
  }

  /** What was seen of these containers before; of those that are gone nothing is remembered. */
  #stillThere({ name }: Cluster, containers: readonly OwnedContainer[]): Map<LaunchToken, number> {
    const before = this.#sightings.get(name);
    const seen = new Map<LaunchToken, number>();
    for (const { token } of containers) {
      const firstSeen = before?.get(token);
      if (firstSeen !== undefined) seen.set(token, firstSeen);
    }
    this.#sightings.set(name, seen);
    return seen;
  }

  /** Does with the container what is right. Answers whether it was stopped. */
  async #judge(
    cluster: Cluster,
    engine: Engine,
    container: OwnedContainer,
    seen: Map<LaunchToken, number>,
  ): Promise<boolean> {
    const now = this.deps.clock.now();
    const parsed = parseLaunchToken(container.token);
    // The containers were listed before this read: a run that is final now was so, or became so, after the listing.
    const run = parsed === undefined ? undefined : await this.deps.runs.get(parsed.runId);
    const firstSeen = seen.get(container.token);
    const fate = orphanFate(container, { run, cluster: cluster.name, unwantedFor: firstSeen && now - firstSeen });
    if (fate === 'wanted') seen.delete(container.token);
    else seen.set(container.token, firstSeen ?? now);
    if (fate === 'forget') await engine.forget(container.handle);
    if (fate !== 'stop') return false;
    const grace = run?.snapshot.limits.stopGraceSeconds ?? GRACE_SECONDS;
    await engine.stop(container.handle, grace, 'nobody looks after it');
    await this.#writeDown(cluster, container, run);
    return true;
  }

  async #writeDown(cluster: Cluster, { token }: OwnedContainer, run: Run | undefined): Promise<void> {
    await this.deps.audit.record({
      at: this.deps.clock.now(),
      actor: 'flotilla',
      action: 'orphan-stopped',
      subject: `cluster/${cluster.name}`,
      details: { container: token, because: run === undefined ? 'unknown run' : `run is ${run.state}` },
    });
  }
}
