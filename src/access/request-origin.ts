import { AsyncLocalStorage } from 'node:async_hooks';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Observable } from 'rxjs';
import type { Origin } from '../../domain/audit.js';

const requests = new AsyncLocalStorage<Origin>();

/** Where the request that is being carried out came from; undefined outside of any. */
export const originNow = (): Origin | undefined => requests.getStore();

/** Lets whatever a route does know where its request came from, without every function in between being told. */
@Injectable()
export class RequestOrigin implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const origin = originOf(context.switchToHttp().getRequest<FastifyRequest>());
    return new Observable((subscriber) => requests.run(origin, () => next.handle().subscribe(subscriber)));
  }
}

function originOf({ ip: address, headers, identity }: FastifyRequest): Origin {
  return {
    address,
    client: clientOf(headers['user-agent'], headers['sec-fetch-site']),
    ...(identity?.token === undefined ? {} : { token: identity.token.id }),
  };
}

// A hint for people who read the trail, not a proof: whoever wants to can say anything here.
function clientOf(agent: string | undefined, site: unknown): Origin['client'] {
  if (agent?.startsWith('flotilla-cli') === true) return 'cli';
  return site === 'same-origin' ? 'page' : 'api';
}
