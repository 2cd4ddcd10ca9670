import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Gate } from '../access/gate.js';
import type { Config } from '../config/config.js';
import type { HttpMetrics } from './http-metrics.js';
import type { OpenStreams } from './live/open-streams.js';
import { loopbackGuard } from './loopback-guard.js';
import type { ProblemFilter } from './problem.filter.js';
import { Refusal } from './refusal.js';
import { securityHeaders } from './security-headers.js';

interface Edge {
  readonly config: Config;
  readonly gate: Gate;
  readonly problems: ProblemFilter;
  readonly metrics: HttpMetrics;
  readonly streams: OpenStreams;
  readonly log: Logger;
}

/** What every request passes before and after Nest: headers, the guard, its figures, and a line in the log when it failed. */
export function guardEdge(fastify: FastifyInstance, { config, gate, problems, metrics, streams, log }: Edge): void {
  const refusalOf = loopbackGuard(config);
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.headers(securityHeaders).header('x-request-id', request.id);
    try {
      const refusal = refusalOf(request) ?? (await gate.refusalOf(request)) ?? bodyRefusal(request.headers);
      if (refusal === undefined) return undefined;
      problems.answer(refusal, request, reply);
    } catch (error) {
      problems.answer(error, request, reply); // the store is away, or the name of a user is none
    }
    return reply;
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    // The last answer on its connection, which would otherwise stay open and hold up the stop.
    if (streams.areClosing) void reply.header('connection', 'close');
    done(null, payload);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const { statusCode, elapsedTime } = reply;
    const route = request.routeOptions.url ?? 'none';
    metrics.observe(request.method, route, statusCode, elapsedTime / 1000);
    if (statusCode >= 400) {
      const line = {
        requestId: request.id,
        method: request.method,
        url: request.url,
        statusCode,
        ms: Math.round(elapsedTime),
      };
      if (statusCode >= 500) log.warn(line, 'request failed');
      else log.debug(line, 'request refused');
    }
    done();
  });
}

// JSON only: what a web page can send without asking first (forms, plain text) is not understood here.
function bodyRefusal(headers: Record<string, string | string[] | undefined>): Refusal | undefined {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  const type = String(headers['content-type'] ?? '')
    .split(';')[0]
    ?.trim()
    .toLowerCase();
  if (!hasBody || type === 'application/json') return undefined;
  return new Refusal('malformed', 'Send the body as JSON, with the header `Content-Type: application/json`.');
}
