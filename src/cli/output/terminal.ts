import type { Readable, Writable } from 'node:stream';
import type { Config } from '../../config/config.js';

/** The world outside as the commands see it; tests put their own in its place. */
export interface Terminal {
  readonly out: Writable;
  readonly err: Writable;
  readonly input: Readable;
  /** True when a person is looking at the output: then commands follow, show progress and use colours. */
  readonly isWatched: boolean;
  /** True when questions can be put and will be answered. */
  readonly canAsk: boolean;
  readonly hasColours: boolean;
  columns(): number;
  /** The current folder. */
  readonly folder: string;
  readonly user: string;
  /** Reads the settings; throws when one of them cannot be used. */
  config(): Promise<Config>;
  /** Calls back at each Ctrl-C and each polite request to end, until the returned call; without a listener the process ends. */
  onInterrupt(listener: (kind: 'ctrl-c' | 'terminate') => void): () => void;
}
