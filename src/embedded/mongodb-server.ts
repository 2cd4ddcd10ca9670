import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usualPort } from './free-port.js';
import { javaEnvironment } from './java-environment.js';
import { ManagedChild } from './managed-child.js';
import { findMongodb, mongodbFolder, type MongodbProgram } from './mongodb-program.js';
import type { ServerSetup } from './server-setup.js';
import { Supervised } from './supervised.js';
import { isListening, waitUntilItAnswers } from './wait-until-it-answers.js';

export interface MongodbServer {
  readonly uri: string;
  readonly kind: MongodbProgram['kind'];
  readonly process: Supervised;
  /** Removes what was only kept for this one life. */
  readonly cleanUp: () => void;
}

const PATIENCE_MS = 60_000;

/** Starts MongoDB or its stand-in, its data in the data folder or in memory; returns when it answers. */
export async function startMongodb(setup: ServerSetup, wishedPort: number): Promise<MongodbServer> {
  const program = await findMongodb(setup);
  const port = await usualPort('MongoDB', wishedPort, setup.say);
  const { folder, cleanUp } = dataFolder(setup.dataDir, program.kind);
  const begin = async (signal: AbortSignal) => {
    const child = new ManagedChild({
      name: 'mongodb',
      ...(program.kind === 'mongod'
        ? mongodCommand(program.program, port, folder)
        : standInCommand(program.standIn.classPath, port, folder)),
      logFile: join(setup.logDir, 'mongodb.log'),
      reach: 'group',
      record: setup.record,
    });
    await waitUntilItAnswers(child, () => isListening(port), PATIENCE_MS, signal);
    return child;
  };
  const process = await Supervised.start({ name: 'mongodb', begin, say: setup.say, onPid: setup.onPid }, setup.signal);
  // Whoever connects can tell people by the address that this is no real MongoDB.
  const mark = program.kind === 'stand-in' ? '?appName=flotilla-stand-in' : '';
  return { uri: `mongodb://127.0.0.1:${port}/flotilla${mark}`, kind: program.kind, process, cleanUp };
}

// A real mongod has no memory-only mode: it gets a folder that goes with it.
function dataFolder(dataDir: string | undefined, kind: MongodbProgram['kind']) {
  const isTemporary = dataDir === undefined;
  const folder = isTemporary
    ? kind === 'mongod'
      ? mkdtempSync(join(tmpdir(), 'flotilla-mongodb-'))
      : undefined
    : mongodbFolder(dataDir, kind);
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  return {
    folder,
    cleanUp: () => (isTemporary && folder !== undefined ? rmSync(folder, { recursive: true, force: true }) : undefined),
  };
}

function mongodCommand(command: string, port: number, folder = '') {
  // Half of the machine's memory is its default for the cache; ours is a guest on somebody's laptop.
  const args = [
    '--dbpath',
    folder,
    '--port',
    String(port),
    '--bind_ip',
    '127.0.0.1',
    '--wiredTigerCacheSizeGB',
    '0.25',
  ];
  return { command, args: [...args, '--quiet', '--setParameter', 'diagnosticDataCollectionEnabled=false'] };
}

function standInCommand(classPath: string, port: number, folder: string | undefined) {
  const small = [
    '-Xms64m',
    '-Xmx384m',
    // Most of what a write makes dies soon: where there is room for it, the pauses that everybody notices are a third as many.
    '-Xmn24m',
    '-XX:SurvivorRatio=4',
    '-XX:MinHeapFreeRatio=60',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-XX:MaxMetaspaceSize=64m',
    '-Xss512k',
    // More than its usual four, so that a long answer seldom holds up those who ask whether we live; many cost a quarter of the speed.
    '-Dio.netty.eventLoopThreads=8',
  ];
  const where = folder === undefined ? [] : [join(folder, 'data.mv.db')];
  return {
    command: 'java',
    args: [...small, '-cp', classPath, 'EmbeddedMongo', String(port), ...where],
    env: javaEnvironment(),
    link: 'held' as const,
  };
}
