import { Module } from '@nestjs/common';
import { ScheduledLauncher } from '../../domain/schedule-ports.js';
import { DeedsModule } from '../access/deeds.module.js';
import { AcceptRun } from './accept-run.js';
import { LaunchRuns } from './launch-runs.js';
import { LaunchScheduled } from './launch-scheduled.js';

/** Having runs accepted: what the API does at a request, and a worker at the times of a schedule. */
@Module({
  imports: [DeedsModule],
  providers: [AcceptRun, LaunchRuns, { provide: ScheduledLauncher, useClass: LaunchScheduled }],
  exports: [LaunchRuns, ScheduledLauncher],
})
export class LaunchingModule {}
