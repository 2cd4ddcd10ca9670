import type { ProcessRecord } from './process-record.js';
import type { Say } from './say.js';

/** What every step of finding and starting a server is handed. */
export interface ServerSetup {
  /** Shared by all installations of this user: programs, never data. */
  readonly cacheDir: string;
  /** Absent: everything in memory, gone at the end. */
  readonly dataDir?: string | undefined;
  readonly logDir: string;
  readonly record: ProcessRecord;
  readonly say: Say;
  readonly signal: AbortSignal;
  /** Called when a server got another process number. */
  readonly onPid?: (() => void) | undefined;
}
