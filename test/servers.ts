import { readConfig } from '../src/config/config.js';
import { startServers } from '../src/embedded/servers.js';

export interface TestServers {
  readonly temporalAddress: string;
  readonly mongodbUri: string;
  readonly mongodbKind: string;
  stop(): Promise<void>;
}

/**
 * Brings up one Temporal and one MongoDB for all tests, in memory, on free ports. FLOTILLA_TEST_TEMPORAL and
 * FLOTILLA_TEST_MONGODB name others to use; TEMPORAL_ADDRESS and MONGODB_URI are not looked at, because tests write.
 */
export async function startTestServers(say: (line: string) => void, signal: AbortSignal): Promise<TestServers> {
  return startServers({
    cacheDir: readConfig().cacheDir,
    temporalAddress: process.env.FLOTILLA_TEST_TEMPORAL,
    mongodbUri: process.env.FLOTILLA_TEST_MONGODB,
    say,
    signal,
  });
}
