import { type DestinationStream, destination } from 'pino';

const KEPT_BYTES = 64 * 1024;

/**
 * Writes lines to an open file. Where it cannot take one (its disk is full), some are kept for later and the rest is lost.
 * Left to itself, pino's own output ends the process then, and hangs in its `flushSync` (hence only `write`) until there
 * is room again.
 */
export function patientOutput(file: number): DestinationStream {
  const output = destination({ fd: file, sync: true, maxLength: KEPT_BYTES });
  output.on('error', () => undefined);
  return { write: (line) => void output.write(line) };
}
