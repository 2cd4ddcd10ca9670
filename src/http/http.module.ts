import { Global, Module } from '@nestjs/common';
import { ClusterHealth } from './cluster-health.js';
import { DocsController } from './docs.controller.js';
import { HttpMetrics } from './http-metrics.js';
import { KnownLengths } from './known-lengths.js';
import { OpenApiText } from './openapi-text.js';
import { QueueSnapshots } from './queue-snapshots.js';

@Global()
@Module({
  controllers: [DocsController],
  providers: [ClusterHealth, HttpMetrics, KnownLengths, OpenApiText, QueueSnapshots],
  exports: [ClusterHealth, HttpMetrics, OpenApiText, QueueSnapshots],
})
export class HttpModule {}
