import { Module } from '@nestjs/common';
import { CancelRuns } from './cancel-runs.js';
import { AcceptRun } from './accept-run.js';
import { ExplainQueue } from './explain-queue.js';
import { FindRuns } from './find-runs.js';
import { LaunchRuns } from './launch-runs.js';
import { RunEvents } from './run-events.js';
import { RunsController } from './runs.controller.js';
import { SteerRuns } from './steer-runs.js';

@Module({
  controllers: [RunsController],
  providers: [AcceptRun, LaunchRuns, FindRuns, SteerRuns, CancelRuns, ExplainQueue, RunEvents],
})
export class RunsModule {}
