import { lineBytes } from '../../domain/log-chunk.js';
import type { LogLine } from '../../domain/log-line.js';

const BATCH_LINES = 500;
const BATCH_BYTES = 256 * 1024;

/** Cuts lines into events of a size that a viewer can take at once: at most 500 lines and about 256 KiB, at least one line. */
export function* inBatches(lines: readonly LogLine[]): Generator<LogLine[]> {
  let batch: LogLine[] = [];
  let bytes = 0;
  for (const line of lines) {
    const size = lineBytes(line.text);
    if (batch.length > 0 && (batch.length >= BATCH_LINES || bytes + size > BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(line);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
