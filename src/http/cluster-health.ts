import { Inject, Injectable } from '@nestjs/common';
import type { Cluster } from '../../domain/cluster.js';
import { Clock, Engines } from '../../domain/ports.js';

const FRESH_MS = 10_000;
const PATIENCE_MS = 3000;

export interface Health {
  readonly ok: boolean;
  readonly message: string;
  readonly at: number;
}

/** Whether each cluster's engine can be reached, asked at most every ten seconds however many people look. */
@Injectable()
export class ClusterHealth {
  private readonly known = new Map<string, Health>();
  private readonly asking = new Map<string, Promise<Health>>();

  constructor(
    @Inject(Engines) private readonly engines: Engines,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** What is known, at once; what is old is asked again meanwhile. */
  lastKnown(cluster: Cluster): Health | undefined {
    const known = this.known.get(cluster.name);
    if (known === undefined || this.clock.now() - known.at > FRESH_MS) void this.ask(cluster);
    return known;
  }

  /** What is known, or else the answer of the engine. */
  async current(cluster: Cluster): Promise<Health> {
    const known = this.known.get(cluster.name);
    return known !== undefined && this.clock.now() - known.at <= FRESH_MS ? known : this.ask(cluster);
  }

  private ask(cluster: Cluster): Promise<Health> {
    const underWay = this.asking.get(cluster.name);
    if (underWay !== undefined) return underWay;
    const answer = this.check(cluster).finally(() => this.asking.delete(cluster.name));
    this.asking.set(cluster.name, answer);
    return answer;
  }

  private async check(cluster: Cluster): Promise<Health> {
    const message = await this.complaint(cluster);
    const health = { ok: message === undefined, message: message ?? 'The engine answers.', at: this.clock.now() };
    this.known.set(cluster.name, health);
    return health;
  }

  private async complaint(cluster: Cluster): Promise<string | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<string>((done) => {
      timer = setTimeout(() => {
        done(`The engine did not answer within ${PATIENCE_MS / 1000} s.`);
      }, PATIENCE_MS);
    });
    try {
      return await Promise.race([this.engines.of(cluster).check(), silence]).then((words) => words ?? undefined);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      clearTimeout(timer);
    }
  }
}
