import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.js';
import { exposureRefusal } from '../config/exposure.js';
import { temporalAccess } from '../config/temporal-access.js';
import type { AppProgram } from './app-processes.js';
import { appPrograms } from './app-programs.js';
import { type Endpoints, readEndpoints } from './endpoints.js';
import { firstSteps } from './first-steps.js';
import { Installation } from './installation.js';
import { listenForInterrupts } from './interrupts.js';
import { keepLogsSmall } from './keep-logs-small.js';
import { tryLock } from './lock-file.js';
import { endLeftovers, ProcessRecord } from './process-record.js';
import { runHello } from './run-hello.js';
import type { Say } from './say.js';

export interface UpOptions {
  /** Run the example once and end, with its outcome as the exit code. */
  readonly once: boolean;
  readonly config: Config;
  readonly out: { write(text: string): unknown };
  /** What Flotilla consists of; tests put others in their place. */
  readonly programs?: readonly AppProgram[];
}

/** What a shell answers for a program that was ended by Ctrl-C. */
const INTERRUPTED = 130;

/** Brings up everything on this machine, serves until it is told to stop, and leaves no process behind; answers with the exit code. */
export async function up({ once, config, out, programs = appPrograms() }: UpOptions): Promise<number> {
  const say: Say = (line) => void out.write(`${line}\n`);
  const refusal = exposureRefusal(config);
  if (refusal !== undefined) {
    say(refusal);
    return 1;
  }
  // Refused here, where somebody reads it, and not in the log of a child.
  if (config.temporalAddress !== undefined) temporalAccess(config);
  const { dataDir } = config;
  mkdirSync(dataDir, { recursive: true });
  const lock = tryLock(join(dataDir, 'lock'));
  if (lock.kind === 'taken') return sayWhereItRuns(dataDir, lock.by.pid, say);

  const recordPath = join(dataDir, 'processes.json');
  await endLeftovers(recordPath, say);
  const record = new ProcessRecord(recordPath);
  // For an end that nobody planned (a closed pipe, a bug): whoever still runs is at least asked to stop.
  const lastResort = () => record.signalAll('SIGTERM');
  process.on('exit', lastResort);
  const interrupts = listenForInterrupts(
    () => say('Stopping everything (Ctrl-C again: at once)'),
    () => record.signalAll('SIGKILL'),
  );
  const stopKeeping = keepLogsSmall(join(dataDir, 'logs'));
  const installation = new Installation(config, programs, record, say);
  try {
    return await serve(installation, { once, config, say, signal: interrupts.signal });
  } catch (error) {
    if (interrupts.signal.aborted) return INTERRUPTED;
    say(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    await installation.stop();
    stopKeeping();
    interrupts.release();
    process.off('exit', lastResort);
    record.close();
    lock.release();
  }
}

interface Serving {
  readonly once: boolean;
  readonly config: Config;
  readonly say: Say;
  readonly signal: AbortSignal;
}

async function serve(installation: Installation, { once, config, say, signal }: Serving): Promise<number> {
  const endpoints = await installation.start(signal);
  const { isFirst } = await firstSteps(installation.door, config.dockerHost, say);
  const succeeded = !(once || isFirst) || (await runHello(installation.door, say, signal));
  if (once) return succeeded ? 0 : 1;
  signal.throwIfAborted();
  sayWhereEverythingIs(endpoints, config.dataDir, say);
  await aborted(signal);
  return 0;
}

function sayWhereEverythingIs(endpoints: Endpoints, dataDir: string, say: Say): void {
  const note = endpoints.mongodbKind === 'stand-in' ? '  (a stand-in for this one machine, not a real MongoDB)' : '';
  say('');
  say(`Flotilla is ready:  ${endpoints.page}`);
  say(`  API and its documentation  ${endpoints.docs}`);
  if (endpoints.temporalUi !== undefined)
    say(`  Temporal                   ${endpoints.temporalUi}  (gRPC ${endpoints.temporal})`);
  say(`  MongoDB                    ${endpoints.mongodb.replace(/\?.*/, '')}${note}`);
  say(`  data and logs              ${dataDir}`);
  say('Ctrl-C stops everything; what was saved stays.');
}

function sayWhereItRuns(dataDir: string, pid: number, say: Say): number {
  const endpoints = readEndpoints(join(dataDir, 'endpoints.json'));
  const where = endpoints === undefined ? 'and is just starting or stopping' : `on ${endpoints.page}`;
  say(`Flotilla is running already with the data in ${dataDir} (process ${pid}) ${where}.`);
  return 1;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
