import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MongodbServer, startMongodb } from './mongodb-server.js';
import { endLeftovers, livingOwner, ProcessRecord } from './process-record.js';
import type { Say } from './say.js';
import type { Supervised } from './supervised.js';
import { startTemporal, type TemporalServer } from './temporal-server.js';

export interface ServersOptions {
  /** Absent: in memory, on any free ports, gone at the end. */
  readonly dataDir?: string | undefined;
  readonly cacheDir: string;
  readonly say: Say;
  /** Servers that run elsewhere are used and never started. */
  readonly temporalAddress?: string | undefined;
  readonly temporalUiUrl?: string | undefined;
  readonly mongodbUri?: string | undefined;
  /** Where a supervisor keeps its record of processes; else we keep our own. */
  readonly record?: ProcessRecord;
  readonly signal?: AbortSignal;
  /** Called when a server got another process number. */
  readonly onPid?: () => void;
}

export interface Servers {
  readonly temporalAddress: string;
  readonly temporalUi: string | undefined;
  readonly mongodbUri: string;
  readonly mongodbKind: MongodbServer['kind'] | 'external';
  /** Those that we started ourselves. */
  readonly processes: readonly Supervised[];
  /** Ends Temporal, then MongoDB. */
  stop(): Promise<void>;
  /** Ends both at once, the hard way. */
  kill(): void;
}

const GRACE_MS = 10_000;
const USUAL_PORTS = { temporal: 7233, temporalUi: 8233, mongodb: 27027 };
const ANY_PORTS = { temporal: 0, temporalUi: 0, mongodb: 0 };

/** Brings up Temporal and MongoDB side by side, each by the first way that works on this machine; returns when both answer. */
export async function startServers(options: ServersOptions): Promise<Servers> {
  const { dataDir, cacheDir, say } = options;
  const temporary = dataDir === undefined ? mkdtempSync(join(tmpdir(), 'flotilla-servers-')) : undefined;
  const home = dataDir ?? temporary ?? '';
  const record = options.record ?? (await recordOfOurOwn(cacheDir, say));
  const failed = new AbortController();
  const signal = options.signal === undefined ? failed.signal : AbortSignal.any([options.signal, failed.signal]);
  const setup = { cacheDir, dataDir, logDir: join(home, 'logs'), record, say, signal, onPid: options.onPid };
  const ports = dataDir === undefined ? ANY_PORTS : USUAL_PORTS;

  const abortOther = (error: unknown) => {
    failed.abort(error);
    throw error;
  };
  const [temporal, mongodb] = await Promise.allSettled([
    options.temporalAddress === undefined
      ? startTemporal(setup, { port: ports.temporal, uiPort: ports.temporalUi }).catch(abortOther)
      : undefined,
    options.mongodbUri === undefined ? startMongodb(setup, ports.mongodb).catch(abortOther) : undefined,
  ]);

  const started = {
    temporal: temporal.status === 'fulfilled' ? temporal.value : undefined,
    mongodb: mongodb.status === 'fulfilled' ? mongodb.value : undefined,
  };
  const stop = async () => {
    await started.temporal?.process.stop(GRACE_MS);
    await started.mongodb?.process.stop(GRACE_MS);
    started.mongodb?.cleanUp();
    if (options.record === undefined) record.close();
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
  };
  if (temporal.status === 'rejected' || mongodb.status === 'rejected') {
    await stop();
    throw failed.signal.reason;
  }
  return {
    ...addresses(options, started),
    stop,
    kill: () => processesOf(started).forEach((process) => process.kill()),
  };
}

// A test run that is killed takes its own servers with it as little as `npm start` does: the next one ends them.
async function recordOfOurOwn(cacheDir: string, say: Say): Promise<ProcessRecord> {
  const folder = join(cacheDir, 'without-data');
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
    const path = join(folder, name);
    if (livingOwner(path) === undefined) await endLeftovers(path, say);
  }
  return new ProcessRecord(join(folder, `${process.pid}-${randomBytes(4).toString('hex')}.json`));
}

interface Started {
  readonly temporal: TemporalServer | undefined;
  readonly mongodb: MongodbServer | undefined;
}

function addresses(options: ServersOptions, started: Started) {
  return {
    temporalAddress: started.temporal?.address ?? options.temporalAddress ?? '',
    temporalUi: started.temporal?.ui ?? options.temporalUiUrl,
    mongodbUri: started.mongodb?.uri ?? options.mongodbUri ?? '',
    mongodbKind: started.mongodb?.kind ?? ('external' as const),
    processes: processesOf(started),
  };
}

function processesOf({ temporal, mongodb }: Started): Supervised[] {
  return [temporal?.process, mongodb?.process].filter((process) => process !== undefined);
}
