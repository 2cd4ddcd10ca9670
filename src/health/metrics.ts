import { Inject, Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { inUse } from '../../domain/lease-rules.js';
import { Clock, ClusterStore, LeaseLedger, RunStore } from '../../domain/ports.js';
import { dimensions } from '../../domain/resources.js';
import { FinishedRuns } from './finished-runs.js';
import { HttpMetrics } from '../http/http-metrics.js';
import { OpenStreams } from '../http/live/open-streams.js';

/** The figures of this installation, read from the store when they are asked for, beside those of this process. */
@Injectable()
export class Metrics {
  private readonly live: Gauge;
  private readonly waiting: Gauge;
  private readonly oldest: Gauge;
  private readonly used: Gauge;
  private readonly limit: Gauge;

  constructor(
    @Inject(HttpMetrics) private readonly http: HttpMetrics,
    @Inject(OpenStreams) private readonly streams: OpenStreams,
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(LeaseLedger) private readonly leases: LeaseLedger,
    @Inject(ClusterStore) private readonly clusters: ClusterStore,
    @Inject(FinishedRuns) private readonly finished: FinishedRuns,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    const gauge = (name: string, help: string, labelNames: string[]): Gauge =>
      new Gauge({ name, help, labelNames, registers: [http.registry] });
    this.live = gauge('flotilla_runs', 'Live runs by state', ['cluster', 'state']);
    this.waiting = gauge('flotilla_queue_waiting', 'Runs that wait for a lease', ['cluster']);
    this.oldest = gauge('flotilla_queue_next_wait_seconds', 'How long the run that is next has waited', ['cluster']);
    this.used = gauge('flotilla_cluster_in_use', 'What is held, per dimension', ['cluster', 'dimension']);
    this.limit = gauge('flotilla_cluster_limit', 'The limits, where there are any', ['cluster', 'dimension']);
  }

  get contentType(): string {
    return this.http.registry.contentType;
  }

  async text(): Promise<string> {
    this.http.streams.set(this.streams.count);
    await this.readStore().catch(() => undefined); // without the store the figures of the process are still worth having
    return this.http.registry.metrics();
  }

  private async readStore(): Promise<void> {
    const [counts, clusters] = await Promise.all([this.runs.countLive(), this.clusters.list()]);
    for (const gauge of [this.live, this.waiting, this.oldest, this.used, this.limit]) gauge.reset();
    for (const { cluster, state, count } of counts) this.live.set({ cluster, state }, count);
    await this.finished.look();
    await Promise.all(clusters.map(({ name, limits }) => this.readCluster(name, limits)));
  }

  private async readCluster(
    cluster: string,
    limits: { readonly [dimension: string]: number | undefined },
  ): Promise<void> {
    const now = this.clock.now();
    const [held, waiting, [next]] = await Promise.all([
      this.leases.held(cluster),
      this.leases.countWaiting(cluster),
      this.leases.waiting(cluster, 1),
    ]);
    const used = inUse(held);
    this.waiting.set({ cluster }, waiting);
    this.oldest.set({ cluster }, next === undefined ? 0 : (now - next.enqueuedAt) / 1000);
    for (const dimension of dimensions) {
      this.used.set({ cluster, dimension }, used[dimension]);
      if (limits[dimension] !== undefined) this.limit.set({ cluster, dimension }, limits[dimension]);
    }
  }
}
