import { pino, stdTimeFunctions } from 'pino';
import { AppLogger } from './app-logger.js';

/** Names of fields whose values never reach the log, wherever they stand. */
const secret = ['authorization', 'cookie', 'password', 'token', 'secret', 'mongodbUri', 'env'];

/** The process's log: one JSON line per event, or coloured text for people who watch it start. */
export function createLogger(settings: { logLevel: string; logFormat: 'json' | 'pretty' }, name: string): AppLogger {
  const pretty = { transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname' } } };
  return new AppLogger(
    pino({
      name,
      level: settings.logLevel,
      timestamp: stdTimeFunctions.isoTime,
      redact: { paths: secret.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '(hidden)' },
      ...(settings.logFormat === 'pretty' ? pretty : {}),
    }),
  );
}
