import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { ClustersModule } from './clusters/clusters.module.js';
import type { Config } from './config/config.js';
import { ConfigModule } from './config/config.module.js';
import { HealthModule } from './health/health.module.js';
import { HttpModule } from './http/http.module.js';
import { LiveModule } from './http/live/live.module.js';
import { PageModule } from './http/page.module.js';
import { JobsModule } from './jobs/jobs.module.js';
import { LogsModule } from './logs/logs.module.js';
import { RunsModule } from './runs/runs.module.js';
import { SchedulesModule } from './schedules/schedules.module.js';

type Imported = NonNullable<DynamicModule['imports']>;

/** Everything that an API process is made of; `world` gives it the ports (global modules: the real ones, or fakes). */
@Module({})
export class ApiModule {
  static of(config: Config, world: Imported): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        ConfigModule.of(config),
        ...world,
        HttpModule,
        LiveModule,
        RunsModule,
        LogsModule,
        JobsModule,
        ClustersModule,
        SchedulesModule,
        HealthModule,
        AccessModule,
        PageModule, // last: it answers whatever nobody else does
      ],
    };
  }
}
