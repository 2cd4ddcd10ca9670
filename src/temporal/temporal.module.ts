import { Client, type ConnectionLike } from '@temporalio/client';
import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { LeaseLedger, RunStarter } from '../../domain/ports.js';
import { Scheduler } from '../../domain/schedule-ports.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.token.js';
import { StartTrickle } from './start-trickle.js';
import { TEMPORAL_CONNECTION } from './temporal-connection.token.js';
import { TemporalRunStarter } from './temporal-run-starter.js';
import { TemporalScheduler } from './temporal-scheduler.js';

/** Temporal's client, over whatever connection suits the process. */
@Global()
@Module({})
export class TemporalModule implements OnApplicationShutdown {
  constructor(
    @Inject(TEMPORAL_CONNECTION) private readonly connection: ConnectionLike,
    @Inject(StartTrickle) private readonly trickle: StartTrickle,
  ) {}

  static of(connect: () => ConnectionLike | Promise<ConnectionLike>): DynamicModule {
    return {
      module: TemporalModule,
      providers: [
        { provide: TEMPORAL_CONNECTION, useFactory: connect },
        {
          provide: Client,
          inject: [TEMPORAL_CONNECTION, CONFIG],
          useFactory: (connection: ConnectionLike, config: Config) =>
            new Client({ connection, namespace: config.temporalNamespace }),
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
      exports: [TEMPORAL_CONNECTION, Client, RunStarter, Scheduler],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    this.trickle.close();
    await this.connection.close();
  }
}
