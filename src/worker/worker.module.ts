import { type DynamicModule, Module } from '@nestjs/common';
import { NativeConnection } from '@temporalio/worker';
import { ClockModule } from '../clock/clock.module.js';
import type { Config } from '../config/config.js';
import { ConfigModule } from '../config/config.module.js';
import { EnginesModule } from '../engines/engines.module.js';
import { LaunchingModule } from '../runs/launching.module.js';
import { SecretsModule } from '../secrets/secrets.module.js';
import { StoreModule } from '../store/store.module.js';
import { TemporalModule } from '../temporal/temporal.module.js';
import { WakeupsModule } from '../wakeups/wakeups.module.js';
import { WorkerService } from './worker.service.js';

/** The connection of the pollers serves the client as well: what it starts can begin here without being polled for. */
const temporal = TemporalModule.of((address) => NativeConnection.connect({ address }));

/** Everything that a worker process is made of. */
@Module({})
export class WorkerModule {
  static of(config: Config): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        ConfigModule.of(config),
        ClockModule,
        StoreModule,
        WakeupsModule,
        EnginesModule,
        SecretsModule,
        temporal,
        LaunchingModule,
      ],
      providers: [WorkerService],
    };
  }
}
