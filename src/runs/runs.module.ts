import { Module } from '@nestjs/common';
import { CancelRuns } from './cancel-runs.js';
import { CompareController } from './compare.controller.js';
import { CompareRuns } from './compare-runs.js';
import { ExplainQueue } from './explain-queue.js';
import { FindRuns } from './find-runs.js';
import { LaunchingModule } from './launching.module.js';
import { RunEvents } from './run-events.js';
import { RunsController } from './runs.controller.js';
import { SteerRuns } from './steer-runs.js';

@Module({
  imports: [LaunchingModule],
  controllers: [CompareController, RunsController],
  providers: [FindRuns, SteerRuns, CancelRuns, CompareRuns, ExplainQueue, RunEvents],
})
export class RunsModule {}
