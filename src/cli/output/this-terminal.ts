import { userInfo } from 'node:os';
import { exitCodes } from '../exit-codes.js';
import type { Terminal } from './terminal.js';

/** The terminal (or pipe) that this process was started in. */
export function thisTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  // `flotilla logs … | head`: the reader has gone, so nobody is left to tell.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(exitCodes.brokenPipe);
  });
  return {
    out: stdout,
    err: stderr,
    input: stdin,
    isWatched: stdout.isTTY,
    canAsk: stdin.isTTY && stderr.isTTY,
    hasColours: stdout.isTTY && stdout.hasColors(),
    columns: () => stdout.columns || 100,
    folder: process.cwd(),
    user: userName(),
    // Loaded when asked for: `flotilla --help` needs no settings.
    config: async () => (await import('../../config/config.js')).readConfig(),
    onInterrupt(listener) {
      let last = -Infinity;
      const ctrlC = (): void => {
        // The terminal sends it to npx and to us, and npx passes its own on as well: one press, two signals.
        const isCopy = performance.now() - last < 300;
        last = performance.now();
        if (!isCopy) listener('ctrl-c');
      };
      const terminate = (): void => {
        listener('terminate');
      };
      process.on('SIGINT', ctrlC).on('SIGTERM', terminate);
      return () => {
        process.off('SIGINT', ctrlC).off('SIGTERM', terminate);
      };
    },
  };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return ''; // a container may run under a number that has no name
  }
}
