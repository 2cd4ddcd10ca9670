import type { AppLogger } from './app-logger.js';

type Meta = Record<string | symbol, unknown>;
type Level = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

/** What Temporal's SDK has to say, in our log. Its "info" tells of every start and stop of a part: that is our "debug". */
export function temporalLogger({ pino }: AppLogger) {
  const write = {
    TRACE: (message: string, meta: Meta = {}) => {
      pino.trace(meta, message);
    },
    DEBUG: (message: string, meta: Meta = {}) => {
      pino.trace(meta, message);
    },
    INFO: (message: string, meta: Meta = {}) => {
      pino.debug(meta, message);
    },
    WARN: (message: string, meta: Meta = {}) => {
      pino.warn(meta, message);
    },
    ERROR: (message: string, meta: Meta = {}) => {
      pino.error(meta, message);
    },
  } satisfies Record<Level, (message: string, meta?: Meta) => void>;
  return {
    log: (level: Level, message: string, meta?: Meta) => {
      write[level](message, meta);
    },
    trace: write.TRACE,
    debug: write.DEBUG,
    info: write.INFO,
    warn: write.WARN,
    error: write.ERROR,
  };
}
