import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Gate } from '../access/gate.js';
import type { Config } from '../config/config.js';
import type { AppLogger } from '../logging/app-logger.js';
import { guardEdge } from './edge.js';
import { finishConnections } from './finish-connections.js';
import { HttpMetrics } from './http-metrics.js';
import { OpenStreams } from './live/open-streams.js';
import { openApiDocument } from './openapi-document.js';
import { OpenApiText } from './openapi-text.js';
import { ProblemFilter } from './problem.filter.js';
import { schemaPipe } from './schema.pipe.js';

const BODY_LIMIT = 1024 * 1024;

/** Puts the HTTP server together, ready to listen; nothing has been connected to that the module did not connect to. */
export async function buildApi(
  module: DynamicModule,
  config: Config,
  logger: AppLogger,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    genReqId: () => randomUUID(),
    // Answers under way are given when the server stops; connections that only wait for another request are closed.
    forceCloseConnections: 'idle',
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 300 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger, abortOnError: false });
  const problems = new ProblemFilter(logger.pino);
  const fastify = adapter.getInstance();
  finishConnections(fastify);
  guardEdge(fastify, {
    config,
    gate: app.get(Gate),
    problems,
    metrics: app.get(HttpMetrics),
    streams: app.get(OpenStreams),
    log: logger.pino,
  });
  app.useGlobalPipes(schemaPipe());
  app.useGlobalFilters(problems);
  app.get(OpenApiText).from(() => JSON.stringify(openApiDocument(app)));
  await app.init();
  await fastify.ready();
  return app;
}
