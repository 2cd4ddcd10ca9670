import { Connection } from '@temporalio/client';
import { FirstAdmin, firstAdminWords } from './access/first-admin.js';
import { StartPass } from './access/start-pass.js';
import { ApiModule } from './api.module.js';
import { ClockModule } from './clock/clock.module.js';
import { readConfig } from './config/config.js';
import { exposureRefusal } from './config/exposure.js';
import { temporalAccess } from './config/temporal-access.js';
import { EnginesModule } from './engines/engines.module.js';
import { buildApi } from './http/build-api.js';
import { createLogger } from './logging/create-logger.js';
import { SecretsModule } from './secrets/secrets.module.js';
import { StoreModule } from './store/store.module.js';
import { TemporalModule } from './temporal/temporal.module.js';
import { WakeupsModule } from './wakeups/wakeups.module.js';

/** The API process: serves the API and the page until it is told to stop. */
const config = readConfig();
const logger = createLogger(config, 'api');
const refusal = exposureRefusal(config);
if (refusal !== undefined) {
  logger.fatal(refusal, 'api');
  process.exit(1);
}
const access = temporalAccess(config);
// Connected lazily: it starts and accepts runs while Temporal is away.
const temporal = TemporalModule.of(() => Connection.lazy(access));
const world = [ClockModule, StoreModule, WakeupsModule, EnginesModule, SecretsModule, temporal];
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
process.send?.({ kind: 'ready', url, pass: app.get(StartPass).text });
await letFirstAdminIn();

/** Never through the log, which is kept: to the one who has started us, or to the terminal. */
async function letFirstAdminIn(): Promise<void> {
  try {
    const token = await app.get(FirstAdmin).tokenIfNeeded();
    if (token === undefined) return;
    const words = firstAdminWords(token);
    if (process.send === undefined) process.stdout.write(words);
    else process.send({ kind: 'say', text: words });
  } catch (error) {
    logger.error(`no first admin token could be made; start again once the store answers: ${String(error)}`, 'api');
  }
}
