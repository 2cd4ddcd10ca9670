import { Global, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { ClusterHealth } from './cluster-health.js';
import { DocsController } from './docs.controller.js';
import { HttpMetrics } from './http-metrics.js';
import { KnownLengths } from './known-lengths.js';
import { OpenApiText } from './openapi-text.js';
import { QueueSnapshots } from './queue-snapshots.js';
import { SuggestNames } from './suggest-names.js';

@Global()
@Module({
  controllers: [DocsController],
  providers: [
    ClusterHealth,
    HttpMetrics,
    KnownLengths,
    OpenApiText,
    QueueSnapshots,
    { provide: APP_INTERCEPTOR, useClass: SuggestNames },
  ],
  exports: [ClusterHealth, HttpMetrics, OpenApiText, QueueSnapshots],
})
export class HttpModule {}
