import type { LoggerService } from '@nestjs/common';
import { type Logger as Pino, pino } from 'pino';
import pretty from 'pino-pretty';
import type { Config } from '../config/config.js';

/** Words that Nest says at each start and that help nobody who runs Flotilla. */
const CHATTER = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory', 'NestApplication']);

/** One JSON object a line (or a readable line on request), for Nest, Temporal and our own words alike. */
export class PinoLogger implements LoggerService {
  constructor(readonly pino: Pino) {}

  log(message: unknown, ...rest: unknown[]): void {
    if (CHATTER.has(String(rest.at(-1)))) return;
    this.#write('info', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.#write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.#write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.#write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.#write('trace', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.#write('fatal', message, rest);
  }

  /** Nest hands the context over as the last argument, and with errors the stack before it. */
  #write(level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal', message: unknown, rest: unknown[]): void {
    const context = rest.at(-1);
    const stack = rest.length > 1 && typeof rest[0] === 'string' ? rest[0] : undefined;
    const err = message instanceof Error ? message : undefined;
    this.pino[level](
      { ...(typeof context === 'string' ? { context } : {}), ...(stack === undefined ? {} : { stack }), err },
      err?.message ?? String(message),
    );
  }
}

/** The logger of one process; `name` tells API and worker apart. */
export function createLogger(config: Pick<Config, 'logLevel' | 'logFormat'>, name: string): PinoLogger {
  const options = { name, level: config.logLevel, redact: ['token', 'password', '*.token', '*.password'] };
  return new PinoLogger(
    config.logFormat === 'pretty' ? pino(options, pretty({ colorize: true, sync: true })) : pino(options),
  );
}
