import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { inheritedEnvironment } from '../config/inherited-environment.js';
import { movedOn, type Tried } from './first-that-works.js';
import { runCommand } from './run-command.js';
import type { ServerSetup } from './server-setup.js';
import { cachedPrograms, judgeTemporal, TEMPORAL_CLI } from './temporal-release.js';

const MODULE = 'github.com/temporalio/cli';
const PROGRESS_MS = 5000;

/** Builds the program from its published source and leaves it in the cache; takes minutes, once. */
export async function buildTemporal({ cacheDir, say, signal, record }: ServerSetup): Promise<Tried<string>> {
  const recorded = {
    onStart: (pid: number) => record.add('go', pid, 'group'),
    onEnd: (pid: number) => record.remove(pid),
  };
  const go = await runCommand('go', ['version'], { limitMs: 10_000, signal });
  if (!go.ok) return movedOn(go.why);
  // A small question first: where the source cannot be had, this tells within seconds what the build would take minutes to find out.
  const known = await runCommand('go', ['list', '-m', `${MODULE}@v${TEMPORAL_CLI}`], {
    limitMs: 15_000,
    signal,
    ...recorded,
  });
  if (!known.ok) return movedOn(`its source cannot be reached (${known.why})`);

  const [, home] = cachedPrograms(cacheDir);
  const folder = join(cacheDir, `build-${process.pid}`);
  await mkdir(folder, { recursive: true });
  const began = Date.now();
  const elapsed = () => `${Math.round((Date.now() - began) / 1000)} s`;
  say(`Temporal: building it with Go, about 6 minutes on 2 cores, only this once`);
  const progress = setInterval(() => say(`Temporal: still building (${elapsed()})`), PROGRESS_MS);
  try {
    const built = await runCommand('go', ['install', '-ldflags=-s -w', `${MODULE}/cmd/temporal@v${TEMPORAL_CLI}`], {
      env: inheritedEnvironment({ GOBIN: folder, CGO_ENABLED: '0' }),
      limitMs: 40 * 60_000,
      signal,
      ...recorded,
    });
    if (!built.ok) return movedOn(`${built.why}: ${built.output.trim().split('\n').slice(-3).join(' / ')}`);
    const judged = await judgeTemporal(join(folder, basename(home)), signal);
    if (judged.kind === 'moved-on') return judged;
    await mkdir(dirname(home), { recursive: true });
    await rename(judged.found, home);
    say(`Temporal: built in ${elapsed()}`);
    return { kind: 'found', found: home };
  } finally {
    clearInterval(progress);
    await rm(folder, { recursive: true, force: true });
  }
}
