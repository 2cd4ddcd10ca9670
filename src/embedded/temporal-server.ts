import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { noTemporalSettings } from '../config/config.js';
import { inheritedEnvironment } from '../config/inherited-environment.js';
import { usualPort } from './free-port.js';
import { ManagedChild } from './managed-child.js';
import type { ServerSetup } from './server-setup.js';
import { Supervised } from './supervised.js';
import { findTemporal } from './temporal-program.js';
import { isListening, waitUntilItAnswers } from './wait-until-it-answers.js';

export interface TemporalServer {
  readonly address: string;
  readonly ui: string;
  readonly process: Supervised;
}

/** The search attributes that our workflows carry; SQL visibility has room for ten of them. */
const SEARCH_ATTRIBUTES = ['FlotillaJob', 'FlotillaCluster', 'FlotillaOwner'];
const PATIENCE_MS = 60_000;

/**
 * How much garbage Go lets come together, as a share of what is in use. With 300 in place of its usual 100 Temporal takes
 * a sixth less processor time for a run, and came to 540 MB after 7,000 of them (measured); this is in between.
 */
const GARBAGE_PERCENT = 200;

/**
 * The list of workflows is brought up to date once a second, with all that came together: a run that has ended by then is
 * written there once and not three times. That saves a tenth of all processor time of short runs (measured). Few writers,
 * since all of Temporal shares one connection to its file: what runs wait for must not stand behind a whole second's list.
 */
const SETTINGS = {
  'history.visibilityProcessorMaxPollRPS': 1,
  'history.visibilityTaskBatchSize': 1_000,
  'history.visibilityProcessorSchedulerWorkerCount': 2,
};

/** Starts Temporal with its web page, its data in a file of the data folder or in memory; returns when its namespace answers. */
export async function startTemporal(
  setup: ServerSetup,
  wished: { port: number; uiPort: number },
): Promise<TemporalServer> {
  const program = await findTemporal(setup);
  const port = await usualPort('Temporal', wished.port, setup.say);
  const uiPort = await usualPort("Temporal's page", wished.uiPort, setup.say);
  const address = `127.0.0.1:${port}`;
  const begin = async (signal: AbortSignal) => {
    const child = new ManagedChild({
      name: 'temporal',
      command: program,
      args: [...flags(port, uiPort), ...dataFlags(setup.dataDir)],
      // A person's own settings for the `temporal` command line are about other servers than this one.
      env: inheritedEnvironment({
        ...noTemporalSettings,
        TEMPORAL_PROFILE: undefined,
        GOGC: String(GARBAGE_PERCENT),
      }),
      logFile: join(setup.logDir, 'temporal.log'),
      reach: 'group',
      record: setup.record,
    });
    await waitUntilItAnswers(
      child,
      async () => (await isListening(port)) && (await hasNamespace(address)),
      PATIENCE_MS,
      signal,
    );
    return child;
  };
  const process = await Supervised.start({ name: 'temporal', begin, say: setup.say, onPid: setup.onPid }, setup.signal);
  return { address, ui: `http://127.0.0.1:${uiPort}`, process };
}

function flags(port: number, uiPort: number): string[] {
  const attributes = SEARCH_ATTRIBUTES.flatMap((name) => ['--search-attribute', `${name}=Keyword`]);
  const settings = Object.entries(SETTINGS).flatMap(([key, value]) => ['--dynamic-config-value', `${key}=${value}`]);
  return [
    'server',
    'start-dev',
    '--ip',
    '127.0.0.1',
    '--port',
    String(port),
    '--ui-port',
    String(uiPort),
    '--log-level',
    'error',
    ...attributes,
    ...settings,
  ];
}

// Without the write-ahead log a file is three times slower than memory (measured).
function dataFlags(dataDir: string | undefined): string[] {
  if (dataDir === undefined) return [];
  const folder = join(dataDir, 'temporal');
  mkdirSync(folder, { recursive: true });
  const pragmas = ['journal_mode=WAL', 'synchronous=NORMAL'].flatMap((pragma) => ['--sqlite-pragma', pragma]);
  return ['--db-filename', join(folder, 'temporal.db'), ...pragmas];
}

async function hasNamespace(address: string): Promise<boolean> {
  // Loaded here and not above: it takes half a second, in which the server is already starting.
  const { Connection } = await import('@temporalio/client');
  const connection = Connection.lazy({ address, connectTimeout: 1000 });
  try {
    await connection.withDeadline(Date.now() + 1000, () =>
      connection.workflowService.describeNamespace({ namespace: 'default' }),
    );
    return true;
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}
