import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

// Nest tells of every module and route as it starts; nobody reads that unless they look for a fault.
const CHATTY = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory', 'NestApplication']);

/** The process's log in Nest's words; `pino` is the log itself, for lines with fields. */
export class AppLogger implements LoggerService {
  constructor(readonly pino: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    const context = contextOf(rest);
    this.pino[context !== undefined && CHATTY.has(context) ? 'debug' : 'info']({ context }, text(message));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.pino.fatal({ context: contextOf(rest) }, text(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    const context = contextOf(rest);
    if (message instanceof Error) this.pino.error({ context, err: message }, message.message);
    else this.pino.error({ context, stack: rest.length > 1 ? rest[0] : undefined }, text(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.pino.warn({ context: contextOf(rest) }, text(message));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.pino.debug({ context: contextOf(rest) }, text(message));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.pino.trace({ context: contextOf(rest) }, text(message));
  }
}

// Nest gives the context last.
function contextOf(rest: readonly unknown[]): string | undefined {
  const last = rest.at(-1);
  return typeof last === 'string' ? last : undefined;
}

const text = (message: unknown): string => (typeof message === 'string' ? message : JSON.stringify(message));
