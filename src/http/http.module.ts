import { Global, Module } from '@nestjs/common';
import { ClusterHealth } from './cluster-health.js';
import { HttpMetrics } from './http-metrics.js';

@Global()
@Module({ providers: [ClusterHealth, HttpMetrics], exports: [ClusterHealth, HttpMetrics] })
export class HttpModule {}
