import { NestFactory } from '@nestjs/core';
import { Runtime } from '@temporalio/worker';
import { readConfig } from './config/config.js';
import { createLogger } from './logging/create-logger.js';
import { temporalLogger } from './logging/temporal-logger.js';
import { WorkerModule } from './worker/worker.module.js';
import { WorkerService } from './worker/worker.service.js';

/** The worker process: carries out runs until it is told to stop, then hands over what is going on. */
const config = readConfig();
const logger = createLogger(config, 'worker');
// The SDK would take the signals for itself; they are ours, so that the store is closed after the workers.
Runtime.install({ shutdownSignals: [], logger: temporalLogger(logger) });

const app = await NestFactory.createApplicationContext(WorkerModule.of(config), { logger });
const worker = app.get(WorkerService);

let stopping: Promise<void> | undefined;
const stop = () => (stopping ??= worker.stop().then(() => app.close()));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
// Started by `flotilla up`: without the parent nobody would end us.
process.on('disconnect', () => void stop());

const { ended } = await worker.start();
process.send?.({ kind: 'ready' });
ended.catch((error: unknown) => {
  // A worker that does not poll is worse than none: end, and let whoever started us start another.
  logger.fatal(`a worker failed: ${String(error)}`);
  process.exitCode = 1;
  return stop();
});
await ended.catch(() => undefined);
await stop();
process.exit();
