import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { inheritedEnvironment } from '../../src/config/inherited-environment.js';
import { runCommand } from '../../src/embedded/run-command.js';
import type { Say } from '../../src/embedded/say.js';

const PROGRESS_MS = 30_000;

/** The path of a program made from a Go package at a fixed version: from the cache, or built into it, which may take minutes. */
export async function goProgram(place: string, version: string, cacheDir: string, say: Say): Promise<string> {
  const home = join(cacheDir, 'go-programs', `${place.replaceAll('/', '-')}-${version}`);
  const program = join(home, basename(place));
  if (existsSync(program)) return program;
  const folder = join(home, `build-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const began = Date.now();
  say(`building ${place} ${version} with Go, only this once`);
  const progress = setInterval(() => {
    say(`still building (${Math.round((Date.now() - began) / 1000)} s)`);
  }, PROGRESS_MS);
  try {
    const built = await runCommand('go', ['install', '-ldflags=-s -w', `${place}@v${version}`], {
      env: inheritedEnvironment({ GOBIN: folder, CGO_ENABLED: '0' }),
      limitMs: 40 * 60_000,
    });
    if (!built.ok) throw new Error(`${place} could not be built: ${built.why}\n${built.output}`);
    renameSync(join(folder, basename(place)), program);
    return program;
  } finally {
    clearInterval(progress);
    rmSync(folder, { recursive: true, force: true });
  }
}
