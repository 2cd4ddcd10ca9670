import { ApiModule } from './api.module.js';
import { ClockModule } from './clock/clock.module.js';
import { readConfig } from './config/config.js';
import { EnginesModule } from './engines/engines.module.js';
import { buildApi } from './http/build-api.js';
import { createLogger } from './logging/create-logger.js';
import { StoreModule } from './store/store.module.js';
import { TemporalModule } from './temporal/temporal.module.js';
import { WakeupsModule } from './wakeups/wakeups.module.js';

/** The API process: serves the API and the page until it is told to stop. */
const config = readConfig();
const logger = createLogger(config, 'api');
const world = [ClockModule, StoreModule, WakeupsModule, EnginesModule, TemporalModule];
const app = await buildApi(ApiModule.of(config, world), config, logger);

const PATIENCE_MS = 10_000;

let stopping: Promise<void> | undefined;
const stop = (): void => {
  // A client that does not take its answer must not keep us here.
  setTimeout(() => process.exit(1), PATIENCE_MS).unref();
  // Streams are ended and answers under way are given before the stores are closed.
  stopping ??= app.close().then(
    () => process.exit(0),
    (error: unknown) => {
      logger.error(error instanceof Error ? error : String(error), 'api');
      process.exit(1);
    },
  );
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
// Started by `flotilla up`: without the parent nobody would end us.
process.on('disconnect', stop);

try {
  await app.listen(config.port, config.host);
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  logger.fatal(`cannot listen on ${config.host} port ${config.port}: ${why}`, 'api');
  process.exit(1);
}
const url = (await app.getUrl()).replace('[::1]', 'localhost');
logger.log(`listening on ${url}`, 'api');
process.send?.({ kind: 'ready', url });
