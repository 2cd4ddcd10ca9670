import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildTemporal } from './temporal-build.js';
import { downloadTemporal } from './temporal-download.js';
import { firstThatWorks, found, movedOn, type Tried } from './first-that-works.js';
import { lockWhenFree } from './lock-file.js';
import type { ServerSetup } from './server-setup.js';
import { cachedPrograms, judgeTemporal, TEMPORAL_CLI } from './temporal-release.js';

const LAST_WORD = `Install one of these and start again:
  the Temporal command line  https://docs.temporal.io/cli#install  (macOS: brew install temporal)
  Go 1.25 or newer           https://go.dev/dl
or set TEMPORAL_ADDRESS to a Temporal that runs elsewhere.`;

/** Finds or fetches the `temporal` program: on the PATH, in our cache, as a download, built by Go. Two starts at once fetch it once. */
export async function findTemporal(setup: ServerSetup): Promise<string> {
  const cached = cachedPrograms(setup.cacheDir).find((path) => existsSync(path));
  const quick = await onPath(setup);
  if (quick.kind === 'found') return quick.found;
  if (cached !== undefined) {
    // Not worth a line when there is none: that is how most machines are.
    if (!quick.why.startsWith('no ')) setup.say(`Temporal: the one on the PATH is not used: ${quick.why}`);
    return cached;
  }

  const release = await lockWhenFree(
    join(setup.cacheDir, 'temporal.lock'),
    ({ pid }) => setup.say(`Temporal: process ${pid} is fetching it already, waiting for that`),
    setup.signal,
  );
  try {
    const steps = [
      { does: 'looked on the PATH', attempt: () => Promise.resolve(quick) },
      { does: 'looked in the cache', attempt: () => inCache(setup) },
      { does: `tried the download of release ${TEMPORAL_CLI}`, attempt: () => downloadTemporal(setup) },
      { does: 'tried to build it with Go', attempt: () => buildTemporal(setup) },
    ];
    return await firstThatWorks('Temporal', steps, LAST_WORD, setup.say);
  } finally {
    release();
  }
}

function onPath(setup: ServerSetup): Promise<Tried<string>> {
  return judgeTemporal('temporal', setup.signal);
}

function inCache(setup: ServerSetup): Promise<Tried<string>> {
  const path = cachedPrograms(setup.cacheDir).find((candidate) => existsSync(candidate));
  return Promise.resolve(path === undefined ? movedOn(`nothing in ${setup.cacheDir} yet`) : found(path));
}
