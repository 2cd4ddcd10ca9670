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

/**
 * Finds containers that nobody looks after. Only those with our mark are considered, and nothing is done at the first
 * sighting: a container may be listed in the instant before its run is written.
 */
export class OrphanWatch {
  #sightings = new Map<LaunchToken, number>();

  constructor(private readonly deps: ActivityDeps) {}

  /** One look over all clusters. */
  async look({ one, tally }: Pick<SweepRound, 'one' | 'tally'>): Promise<void> {
    const seen = new Map<LaunchToken, number>();
    for (const cluster of await this.deps.clusters.list()) {
      const found = await this.#ownedBy(cluster);
      if (found === undefined) continue;
      for (const container of found.containers) {
        await one(`cluster/${cluster.name}`, async () => {
          if (await this.#isOrphan(cluster, found.engine, container, seen)) tally.orphansStopped += 1;
        });
      }
    }
    this.#sightings = seen;
  }

  async #ownedBy(cluster: Cluster): Promise<{ engine: Engine; containers: OwnedContainer[] } | undefined> {
    try {
      const engine = this.deps.engines.of(cluster);
      return { engine, containers: await engine.owned() };
    } catch {
      return undefined; // the engine is away; the cluster's health says so, the next sweep asks again
    }
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
    if (run !== undefined && isWanted(run, container)) return false;
    if (run !== undefined && run.snapshot.cluster !== cluster.name) return false;

    const firstSeen = this.#sightings.get(container.token) ?? clock.now();
    seen.set(container.token, firstSeen);
    if (!this.#sightings.has(container.token)) return false;
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
