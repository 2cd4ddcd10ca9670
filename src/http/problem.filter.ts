import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { Failure } from '../../domain/failures.js';
import { Refusal } from './refusal.js';

/** Answers every error as application/problem+json. What we did not foresee is logged in full and told without its insides. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** The same for what Fastify itself finds before Nest is asked. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const refusal = refusalOf(error);
    if (refusal.code === 'internal')
      this.log.error({ err: error, requestId: request.id, url: request.url }, 'a request failed');
    // A stream that has begun can only be cut off; its reader sees that it did not end as it should.
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    const problem = refusal.toProblem(request.id);
    if (problem.code === 'store-unavailable') void reply.header('retry-after', '2');
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer realm="flotilla"');
    void reply.status(problem.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
  }
}

/** The refusal that an error amounts to; anything unknown is `internal`. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof Failure) return new Refusal(error.code, error.message);
  if (nameOf(error) === 'StoreUnavailable')
    return new Refusal(
      'store-unavailable',
      'The document store does not answer. Try again in a moment; repeating the request does no harm.',
    );
  const status = statusOf(error);
  const words = error instanceof Error ? error.message : '';
  if (status === 404) return new Refusal('not-found', words.replace(/^Cannot (\w+) /, 'There is nothing at $1 '));
  if (status === 413) return new Refusal('too-large', 'The body may have at most 1 MiB.');
  if (status === 415)
    return new Refusal('malformed', 'Send the body as JSON, with the header `Content-Type: application/json`.');
  if (status !== undefined && status >= 400 && status < 500) return new Refusal('malformed', words);
  return new Refusal('internal', 'Something went wrong on our side. The server log tells more under this request id.');
}

const nameOf = (error: unknown): string | undefined => (error instanceof Error ? error.name : undefined);

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error)) return undefined;
  const { statusCode, status } = error as { statusCode?: unknown; status?: unknown }; // Fastify's errors carry one
  return typeof statusCode === 'number' ? statusCode : typeof status === 'number' ? status : undefined;
}
