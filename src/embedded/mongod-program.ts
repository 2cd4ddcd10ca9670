import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { knock } from './fetch-file.js';
import { found, movedOn, type Tried } from './first-that-works.js';
import { lockWhenFree } from './lock-file.js';
import { runCommand } from './run-command.js';
import type { ServerSetup } from './server-setup.js';

/** The release that is downloaded where there is none. */
const VERSION = '8.2.6';
const OLDEST_MAJOR = 5;

/** A `mongod` on the PATH, unless it is too old for us. */
export async function mongodOnPath({ signal }: ServerSetup): Promise<Tried<string>> {
  const asked = await runCommand('mongod', ['--version'], { limitMs: 10_000, signal });
  if (!asked.ok) return movedOn(asked.why);
  const major = Number(/db version v(\d+)/.exec(asked.output)?.[1] ?? 0);
  return major >= OLDEST_MAJOR ? found('mongod') : movedOn(`older than ${OLDEST_MAJOR}.0`);
}

/** A `mongod` that an earlier start downloaded. */
export async function mongodInCache({ cacheDir }: ServerSetup): Promise<Tried<string>> {
  if (!existsSync(downloads(cacheDir))) return movedOn(`nothing in ${cacheDir} yet`);
  const { DryMongoBinary } = await import('mongodb-memory-server-core');
  const path = await DryMongoBinary.locateBinary({ version: VERSION, downloadDir: downloads(cacheDir) });
  return path === undefined ? movedOn(`nothing in ${downloads(cacheDir)} yet`) : found(path);
}

/** Downloads the official `mongod` into the cache, checked by its checksum. */
export async function downloadMongod(setup: ServerSetup): Promise<Tried<string>> {
  const { cacheDir, say, signal } = setup;
  try {
    // The library below waits a minute for a silent network, several times over.
    await knock('https://fastdl.mongodb.org/', signal);
    say(`MongoDB: downloading mongod ${VERSION}, only this once`);
    const release = await lockWhenFree(
      join(cacheDir, 'mongod.lock'),
      ({ pid }) => say(`MongoDB: process ${pid} is downloading it already, waiting for that`),
      signal,
    );
    try {
      const { MongoBinary } = await import('mongodb-memory-server-core');
      const download = MongoBinary.getPath({ version: VERSION, downloadDir: downloads(cacheDir), checkMD5: true });
      return found(await Promise.race([download, whenAborted(signal)]));
    } finally {
      release();
    }
  } catch (error) {
    signal.throwIfAborted();
    return movedOn(error instanceof Error ? error.message : String(error));
  }
}

function downloads(cacheDir: string): string {
  return join(cacheDir, 'mongod');
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true }),
  );
}
