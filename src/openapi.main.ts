import { Global, Module } from '@nestjs/common';
import {
  AuditTrail,
  Clock,
  ClusterStore,
  Engines,
  IdempotencyKeys,
  JobStore,
  LeaseLedger,
  LogStore,
  RunStarter,
  RunStore,
  SecretProvider,
  SessionStore,
  TokenStore,
  Wakeups,
} from '../domain/ports.js';
import { Scheduler, ScheduleStore } from '../domain/schedule-ports.js';
import { ApiModule } from './api.module.js';
import { readConfig } from './config/config.js';
import { buildApi } from './http/build-api.js';
import { openApiDocument } from './http/openapi-document.js';
import { createLogger } from './logging/create-logger.js';

const ports = [
  AuditTrail,
  Clock,
  ClusterStore,
  Engines,
  IdempotencyKeys,
  JobStore,
  LeaseLedger,
  LogStore,
  RunStarter,
  RunStore,
  Scheduler,
  ScheduleStore,
  SecretProvider,
  SessionStore,
  TokenStore,
  Wakeups,
];
const unused = ports.map((port) => ({ provide: port, useValue: {} }));

/** Ports that nobody calls: the description is made from the routes alone. */
@Global()
@Module({ providers: unused, exports: ports })
class UnusedPorts {}

/** The description of the API as text, the same on every machine; connects to nothing. */
export async function writeOpenApi(): Promise<string> {
  const config = readConfig({ FLOTILLA_LOG_LEVEL: 'error' });
  const app = await buildApi(ApiModule.of(config, [UnusedPorts]), config, createLogger(config, 'openapi'));
  const text = `${JSON.stringify(openApiDocument(app), undefined, 2)}\n`;
  await app.close();
  return text;
}
