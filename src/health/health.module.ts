import { Module } from '@nestjs/common';
import { FinishedRuns } from './finished-runs.js';
import { HealthController } from './health.controller.js';
import { Metrics } from './metrics.js';
import { Readiness } from './readiness.js';

@Module({ controllers: [HealthController], providers: [Readiness, Metrics, FinishedRuns] })
export class HealthModule {}
