import { type DynamicModule, Module } from '@nestjs/common';
import { NativeConnection } from '@temporalio/worker';
import { ClockModule } from '../clock/clock.module.js';
import type { Config } from '../config/config.js';
import { ConfigModule } from '../config/config.module.js';
import { type TemporalAccess, temporalAccess } from '../config/temporal-access.js';
import { EnginesModule } from '../engines/engines.module.js';
import { LaunchingModule } from '../runs/launching.module.js';
import { SecretsModule } from '../secrets/secrets.module.js';
import { StoreModule } from '../store/store.module.js';
import { TemporalModule } from '../temporal/temporal.module.js';
import { WakeupsModule } from '../wakeups/wakeups.module.js';
import { whyNoConnection } from './why-no-connection.js';
import { WorkerService } from './worker.service.js';

/** Everything that a worker process is made of. */
@Module({})
export class WorkerModule {
  static of(config: Config): DynamicModule {
    const access = temporalAccess(config);
    // The connection of the pollers serves the client as well: what it starts can begin here without being polled for.
    const temporal = TemporalModule.of(() => connect(access));
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

async function connect(access: TemporalAccess): Promise<NativeConnection> {
  try {
    return await NativeConnection.connect(access);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(whyNoConnection(access.address, said), { cause: error });
  }
}
