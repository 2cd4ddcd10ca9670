import { Client, Connection } from '@temporalio/client';
import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { LeaseLedger, RunStarter } from '../../domain/ports.js';
import { Scheduler } from '../../domain/schedule-ports.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.token.js';
import { StartTrickle } from './start-trickle.js';
import { TemporalRunStarter } from './temporal-run-starter.js';
import { TemporalScheduler } from './temporal-scheduler.js';

const DEFAULT_ADDRESS = '127.0.0.1:7233';

/** Temporal's client for the API: connected lazily, so that the API starts and accepts runs while Temporal is away. */
@Global()
@Module({
  providers: [
    {
      provide: Client,
      inject: [CONFIG],
      useFactory: (config: Config) =>
        new Client({
          connection: Connection.lazy({ address: config.temporalAddress ?? DEFAULT_ADDRESS }),
          namespace: config.temporalNamespace,
        }),
    },
    {
      provide: StartTrickle,
      inject: [LeaseLedger, CONFIG],
      useFactory: (leases: LeaseLedger, config: Config) => new StartTrickle(leases, config.waitingWorkflows),
    },
    {
      provide: RunStarter,
      inject: [Client, StartTrickle],
      useFactory: (client: Client, trickle: StartTrickle) => new TemporalRunStarter(client, trickle),
    },
    { provide: Scheduler, inject: [Client], useFactory: (client: Client) => new TemporalScheduler(client) },
  ],
  exports: [Client, RunStarter, Scheduler],
})
export class TemporalModule implements OnApplicationShutdown {
  constructor(
    @Inject(Client) private readonly client: Client,
    @Inject(StartTrickle) private readonly trickle: StartTrickle,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    this.trickle.close();
    await this.client.connection.close();
  }
}
