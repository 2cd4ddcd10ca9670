import { join } from 'node:path';
import { found, movedOn, type Tried } from './first-that-works.js';
import { runCommand } from './run-command.js';

/** 1.5.1 is the last release of the command line that `go install` accepts; its server speaks everything that we use. */
export const TEMPORAL_CLI = '1.5.1';
const OLDEST_SERVER = [1, 27] as const;

/** Where the download and the build leave the program. */
export function cachedPrograms(cacheDir: string): readonly [downloaded: string, built: string] {
  const program = process.platform === 'win32' ? 'temporal.exe' : 'temporal';
  return [join(cacheDir, `temporal-${TEMPORAL_CLI}`, program), join(cacheDir, 'go-bin', program)];
}

/** Asks the program for its server's version: a build by Go calls itself 0.0.0-DEV, so its own version says nothing. */
export async function judgeTemporal(program: string, signal: AbortSignal): Promise<Tried<string>> {
  const asked = await runCommand(program, ['--version'], { limitMs: 10_000, signal });
  if (!asked.ok) return movedOn(asked.why);
  const server = /Server (\d+)\.(\d+)/.exec(asked.output);
  const [major, minor] = [Number(server?.[1] ?? 0), Number(server?.[2] ?? 0)];
  const isRecent = major > OLDEST_SERVER[0] || (major === OLDEST_SERVER[0] && minor >= OLDEST_SERVER[1]);
  return isRecent ? found(program) : movedOn(`too old (${asked.output.trim().split('\n')[0] ?? ''})`);
}
