import type { Cluster } from '../domain/cluster.js';
import type { OwnedContainer } from '../domain/engine.js';
import { parseLaunchToken, type LaunchToken } from '../domain/ids.js';
import type { Engine } from '../domain/ports.js';
import type { Run } from '../domain/run.js';
import { isFinal } from '../domain/run-state.js';
import type { ActivityDeps } from './deps.js';
import type { SweepRound } from './sweep-round.js';

/** A container whose run the store does not know (a restored backup?) is left alone for this long. */
const UNKNOWN_RUN_MILLISECONDS = 24 * 3_600_000;

/** An engine that is slow to answer does not keep the others waiting for longer; what is left is for the next look. */
const PATIENCE_MILLISECONDS = 60_000;

/**
 * Finds containers that nobody looks after. Only those with our mark are considered, and nothing is done at the first
 * sighting: a container may be listed in the instant before its run is written.
 */
export class OrphanWatch {
  /** When each container that nobody seems to want was first seen, by cluster. */
  readonly #sightings = new Map<string, Map<LaunchToken, number>>();

  constructor(private readonly deps: ActivityDeps) {}

  /** One look over all clusters. */
  async look({ one, tally }: Pick<SweepRound, 'one' | 'tally'>): Promise<void> {
    for (const cluster of await this.deps.clusters.list()) {
      const found = await this.#ownedBy(cluster);
      if (found === undefined) continue;
      const seen = this.#stillThere(cluster, found.containers);
      const patientUntil = this.deps.clock.now() + PATIENCE_MILLISECONDS;
      for (const container of found.containers) {
        if (this.deps.clock.now() > patientUntil) break;
        await one(container.token, async () => {
          if (await this.#isOrphan(cluster, found.engine, container, seen)) tally.orphansStopped += 1;
        });
      }
    }
  }

  async #ownedBy(cluster: Cluster): Promise<{ engine: Engine; containers: OwnedContainer[] } | undefined> {
    try {
      const engine = this.deps.engines.of(cluster);
      return { engine, containers: await engine.owned() };
    } catch {
      return undefined; // the engine is away; the cluster's health says so, the next sweep asks again
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

  async #isOrphan(
    cluster: Cluster,
    engine: Engine,
    container: OwnedContainer,
    seen: Map<LaunchToken, number>,
  ): Promise<boolean> {
    const { runs, clock } = this.deps;
    const parsed = parseLaunchToken(container.token);
    // The containers were listed before this read: a run that is final now was so, or became so, after the listing.
    const run = parsed === undefined ? undefined : await runs.get(parsed.runId);
    if (run !== undefined && (isWanted(run, container) || run.snapshot.cluster !== cluster.name)) {
      seen.delete(container.token);
      return false;
    }
    const firstSeen = seen.get(container.token);
    if (firstSeen === undefined) {
      seen.set(container.token, clock.now());
      return false;
    }
    if (run === undefined && clock.now() - firstSeen < UNKNOWN_RUN_MILLISECONDS) return false;
    if (!container.running) {
      await engine.forget(container.handle);
      return false;
    }
    await engine.stop(container.handle, run?.snapshot.limits.stopGraceSeconds ?? 30, 'nobody looks after it');
    await this.deps.audit.record({
      at: clock.now(),
      actor: 'flotilla',
      action: 'orphan-stopped',
      subject: `cluster/${cluster.name}`,
      details: { container: container.token, because: run === undefined ? 'unknown run' : `run is ${run.state}` },
    });
    return true;
  }
}

/** A container is wanted while its run is not over, or while its log is still to be collected. */
function isWanted(run: Run, container: OwnedContainer): boolean {
  const attempt = run.attempts.find(({ token }) => token === container.token);
  if (attempt === undefined) return false;
  return container.running ? !isFinal(run.state) && attempt.exit === undefined : !attempt.log.complete;
}
