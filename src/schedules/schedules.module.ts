import { Module } from '@nestjs/common';
import { LaunchingModule } from '../runs/launching.module.js';
import { ExpectedTimes } from './expected-times.js';
import { FireSchedules } from './fire-schedules.js';
import { InForce } from './in-force.js';
import { KeepSchedules } from './keep-schedules.js';
import { SchedulesController } from './schedules.controller.js';
import { ShowSchedules } from './show-schedules.js';

@Module({
  imports: [LaunchingModule],
  controllers: [SchedulesController],
  providers: [KeepSchedules, ShowSchedules, FireSchedules, ExpectedTimes, InForce],
})
export class SchedulesModule {}
