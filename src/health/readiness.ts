import { Inject, Injectable } from '@nestjs/common';
import type { Cluster } from '../../domain/cluster.js';
import type { ReadyView } from '../../domain/contract/system.js';
import { Clock, ClusterStore, RunStarter } from '../../domain/ports.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.token.js';
import { ClusterHealth } from '../http/cluster-health.js';
import { iso } from '../http/iso.js';

const FRESH_MS = 2000;
const PATIENCE_MS = 2500;
/** The embedded start marks the address of its stand-in with this, so that people are told. */
const STAND_IN = 'appName=flotilla-stand-in';

/** Whether runs can be accepted (MongoDB), started (Temporal) and placed (each cluster); asked at most every two seconds. */
@Injectable()
export class Readiness {
  private known: { at: number; answer: Promise<ReadyView> } | undefined;

  constructor(
    @Inject(ClusterStore) private readonly clusters: ClusterStore,
    @Inject(RunStarter) private readonly starter: RunStarter,
    @Inject(ClusterHealth) private readonly health: ClusterHealth,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  look(): Promise<ReadyView> {
    const at = this.clock.now();
    if (this.known === undefined || at - this.known.at > FRESH_MS) this.known = { at, answer: this.ask() };
    return this.known.answer;
  }

  private async ask(): Promise<ReadyView> {
    const [temporal, clusters] = await Promise.all([
      answered(this.starter.check(), 'Temporal answers.', 'Temporal does not answer: runs are accepted and wait.'),
      this.clusters.list().catch(() => undefined),
    ]);
    const standIn = this.config.mongodbUri?.includes(STAND_IN) ?? false;
    if (clusters === undefined)
      return {
        ok: false,
        mongodb: { ok: false, message: 'MongoDB does not answer.', standIn },
        temporal,
        clusters: [],
      };
    const mongodb = { ok: true, message: standIn ? 'The stand-in for MongoDB answers.' : 'MongoDB answers.', standIn };
    return {
      ok: true,
      mongodb,
      temporal,
      clusters: await Promise.all(clusters.map((cluster) => this.ofCluster(cluster))),
    };
  }

  private async ofCluster(cluster: Cluster): Promise<ReadyView['clusters'][number]> {
    const { ok, message, at } = await this.health.current(cluster);
    return { name: cluster.name, ok, message, at: iso(at) };
  }
}

async function answered(check: Promise<void>, yes: string, no: string): Promise<{ ok: boolean; message: string }> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, fail) => {
    timer = setTimeout(() => {
      fail(new Error('no answer'));
    }, PATIENCE_MS);
  });
  try {
    await Promise.race([check, silence]);
    return { ok: true, message: yes };
  } catch {
    return { ok: false, message: no };
  } finally {
    clearTimeout(timer);
  }
}
