import { pino, stdTimeFunctions } from 'pino';
import { AppLogger } from './app-logger.js';
import { patientOutput } from './patient-output.js';

const STANDARD_OUTPUT = 1;

/** Names of fields whose values never reach the log, wherever they stand. */
const secret = [
  'authorization',
  'cookie',
  'password',
  'token',
  'secret',
  'apiKey',
  'temporalApiKey',
  'mongodbUri',
  'env',
];

/** The process's log: one JSON line per event, or coloured text for people who watch it start. */
export function createLogger(settings: { logLevel: string; logFormat: 'json' | 'pretty' }, name: string): AppLogger {
  const options = {
    name,
    level: settings.logLevel,
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths: secret.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '(hidden)' },
  };
  const pretty = { target: 'pino-pretty', options: { ignore: 'pid,hostname' } };
  return new AppLogger(
    settings.logFormat === 'pretty'
      ? pino({ ...options, transport: pretty })
      : pino(options, patientOutput(STANDARD_OUTPUT)),
  );
}
