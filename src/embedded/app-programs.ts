import { join } from 'node:path';
import { type Config, noTemporalSettings } from '../config/config.js';
import { isLoopback } from '../config/exposure.js';
import type { AppProgram } from './app-processes.js';
import { installationId } from './installation-id.js';
import { packageRoot } from './package-root.js';
import type { Servers } from './servers.js';

/** The two programs that Flotilla itself consists of. */
export function appPrograms(): readonly AppProgram[] {
  const built = join(packageRoot(), 'dist/src');
  return [
    { name: 'api', entry: join(built, 'api.main.js') },
    { name: 'worker', entry: join(built, 'worker.main.js') },
  ];
}

/** What they are told about this machine, on top of the environment that we were started with. */
export function appEnvironment(config: Config, servers: Servers, port: number): Record<string, string | undefined> {
  return {
    FLOTILLA_HOST: config.host,
    FLOTILLA_ACCESS: config.access,
    FLOTILLA_PORT: String(port),
    FLOTILLA_DATA_DIR: config.dataDir,
    FLOTILLA_INSTALLATION: installationId(config.dataDir, config.installation),
    // On one's own machine a job may do what one may do oneself; once others can reach the page, the operator must have said so.
    FLOTILLA_ALLOW_PROCESS_ENGINE: String(config.allowProcessEngine || isLoopback(config.host)),
    // Node 22 keeps compiled modules there, which halves the time to load them; Node 20 does not look at it.
    NODE_COMPILE_CACHE: join(config.cacheDir, 'compiled'),
    // Whoever has keys and certificates for a Temporal elsewhere, but does not name it here, means the one that we brought along.
    ...(config.temporalAddress === undefined ? noTemporalSettings : {}),
    TEMPORAL_ADDRESS: servers.temporalAddress,
    TEMPORAL_UI_URL: servers.temporalUi,
    MONGODB_URI: servers.mongodbUri,
  };
}
