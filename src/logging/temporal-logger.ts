import { DefaultLogger, type Logger } from '@temporalio/worker';
import type { PinoLogger } from './create-logger.js';

const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** Sends the words of Temporal's SDK to where all others go. */
export const temporalLogger = ({ pino }: PinoLogger): Logger =>
  // The SDK's INFO tells of each start and stop of a worker; its warnings are for operators.
  new DefaultLogger('WARN', ({ level, message, meta }) => {
    pino[levels[level]]({ context: 'temporal', ...meta }, message);
  });
