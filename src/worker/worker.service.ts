import { Client } from '@temporalio/client';
import type { NativeConnection, Worker } from '@temporalio/worker';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { SignsOfLife } from '../../activities/signs-of-life.js';
import {
  AuditTrail,
  Clock,
  ClusterStore,
  Engines,
  LeaseLedger,
  LogStore,
  RunStarter,
  RunStore,
  SecretProvider,
  Wakeups,
} from '../../domain/ports.js';
import { ScheduledLauncher, Scheduler, ScheduleStore } from '../../domain/schedule-ports.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.token.js';
import { searchAttributes } from '../../workflows/messages.js';
import { TEMPORAL_CONNECTION } from '../temporal/temporal-connection.token.js';
import { ensureMaintenanceSchedule } from './maintenance-schedule.js';
import { ensureSearchAttributes } from './search-attributes.js';
import { createWorkers } from './workers.js';

const MEBIBYTE = 1024 * 1024;

/** Runs the Temporal workers of this process: begins to poll, and on the way out hands over what is going on. */
@Injectable()
export class WorkerService {
  readonly #log = new Logger('worker');
  #workers: Worker[] = [];
  #running: Promise<unknown> = Promise.resolve();
  readonly #signs: SignsOfLife;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(LeaseLedger) private readonly leases: LeaseLedger,
    @Inject(ClusterStore) private readonly clusters: ClusterStore,
    @Inject(LogStore) private readonly logs: LogStore,
    @Inject(ScheduleStore) private readonly schedules: ScheduleStore,
    @Inject(Scheduler) private readonly scheduler: Scheduler,
    @Inject(ScheduledLauncher) private readonly launcher: ScheduledLauncher,
    @Inject(AuditTrail) private readonly audit: AuditTrail,
    @Inject(Engines) private readonly engines: Engines,
    @Inject(SecretProvider) private readonly secrets: SecretProvider,
    @Inject(RunStarter) private readonly starter: RunStarter,
    @Inject(Wakeups) private readonly wakeups: Wakeups,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Client) private readonly client: Client,
    @Inject(TEMPORAL_CONNECTION) private readonly connection: NativeConnection,
  ) {
    this.#signs = new SignsOfLife({ runs, leases, clock }, (error) => {
      this.#log.warn(`signs of life could not be noted: ${String(error)}`);
    });
  }

  /** Resolves when the workers poll; `ended` tells when they have stopped, and rejects when one of them has failed. */
  async start(): Promise<{ ended: Promise<unknown> }> {
    if ((await ensureSearchAttributes(this.client, this.config.temporalNamespace)) === 'unknown') {
      const names = Object.values(searchAttributes).join(', ');
      this.#log.warn(
        `Temporal lets us not look at search attributes; no run starts unless these exist (Keyword): ${names}`,
      );
    }
    this.#workers = await createWorkers(
      this.connection,
      {
        runs: this.runs,
        leases: this.leases,
        clusters: this.clusters,
        logs: this.logs,
        schedules: this.schedules,
        scheduler: this.scheduler,
        launcher: this.launcher,
        audit: this.audit,
        engines: this.engines,
        secrets: this.secrets,
        starter: this.starter,
        wakeups: this.wakeups,
        clock: this.clock,
        signs: this.#signs,
        installation: this.config.installation,
        keepRunsDays: this.config.keepRunsDays,
        logCapBytes: this.config.logCapMiB * MEBIBYTE,
      },
      this.config,
    );
    this.#running = Promise.all(this.#workers.map((worker) => worker.run()));
    await ensureMaintenanceSchedule(this.client);
    for (const { name } of await this.clusters.list()) await this.starter.ensureSemaphore(name);
    return { ended: this.#running };
  }

  /** Stops polling, lets short activities end, hands the long ones over to another worker. */
  async stop(): Promise<void> {
    for (const worker of this.#workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    await this.#running.catch(() => undefined); // whoever awaits `ended` is told
    this.#signs.close();
  }
}
