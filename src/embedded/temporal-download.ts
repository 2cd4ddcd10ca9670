import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fetchFile } from './fetch-file.js';
import { movedOn, type Tried } from './first-that-works.js';
import { runCommand } from './run-command.js';
import type { ServerSetup } from './server-setup.js';
import { cachedPrograms, judgeTemporal, TEMPORAL_CLI } from './temporal-release.js';

/** SHA-256 of the official archives of this release; a platform that is not here builds with Go. */
const ARCHIVES: Readonly<Record<string, string>> = {
  linux_amd64: 'ddc95e08b0b076efd4ea9733a3f488eb7d2be875f8834e616cd2a37358b4852d',
  linux_arm64: 'bd1b0db9f18b051026de8bf6cc1505f2510f14bbb7a8b9a4a91fff46c77454f5',
  darwin_amd64: 'bbb73e2a31135abe50a1f1cdb35030c42961df618e8ce9c60ae89f201540c5d9',
  darwin_arm64: 'cca01b7ea35ad56e2a328d9ae596bf716bd22313ef63c7a761c88354457c2415',
};

/** Downloads the official release, checks it, and leaves it in the cache. */
export async function downloadTemporal({ cacheDir, say, signal }: ServerSetup): Promise<Tried<string>> {
  const platform = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const sha256 = ARCHIVES[platform];
  if (sha256 === undefined) return movedOn(`no checksum is known for ${platform}`);
  const name = `temporal_cli_${TEMPORAL_CLI}_${platform}.tar.gz`;
  const [home] = cachedPrograms(cacheDir);
  await mkdir(cacheDir, { recursive: true });
  const folder = await mkdtemp(join(cacheDir, 'download-'));
  try {
    say(`Temporal: trying to download ${name} from github.com`);
    const archive = join(folder, name);
    await fetchFile(
      `https://github.com/temporalio/cli/releases/download/v${TEMPORAL_CLI}/${name}`,
      archive,
      sha256,
      signal,
    );
    const unpacked = await runCommand('tar', ['-xzf', archive, '-C', folder], { limitMs: 120_000, signal });
    if (!unpacked.ok) return movedOn(`tar: ${unpacked.why}`);
    const judged = await judgeTemporal(join(folder, basename(home)), signal);
    if (judged.kind === 'moved-on') return judged;
    await mkdir(dirname(home), { recursive: true });
    await rename(judged.found, home);
    return { kind: 'found', found: home };
  } catch (error) {
    signal.throwIfAborted();
    return movedOn(error instanceof Error ? error.message : String(error));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
