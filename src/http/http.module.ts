import { Global, Module } from '@nestjs/common';
import { ClusterHealth } from './cluster-health.js';
import { DocsController } from './docs.controller.js';
import { HttpMetrics } from './http-metrics.js';
import { OpenApiText } from './openapi-text.js';

@Global()
@Module({
  controllers: [DocsController],
  providers: [ClusterHealth, HttpMetrics, OpenApiText],
  exports: [ClusterHealth, HttpMetrics, OpenApiText],
})
export class HttpModule {}
