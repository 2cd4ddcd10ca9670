import { userInfo } from 'node:os';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PersonName } from '../../domain/contract/access.js';
import type { Identity } from '../../domain/access.js';
import { Refusal } from '../http/refusal.js';

const HEADER = 'x-flotilla-user';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, as `Gate` has found out; on routes for anyone it does so only where they tell more to those they know. */
    identity?: Identity;
  }
}

const requestOf = (context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>();

/** The name of the person who makes this request. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext) => personOf(requestOf(context)));

/** Who makes this request, with role and groups; on a route for anyone undefined when that is not known. */
export const Who = createParamDecorator((_data: unknown, context: ExecutionContext) => requestOf(context).identity);

/** The groups that the caller sees; undefined: all. */
export const Visible = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => requestOf(context).identity?.groups,
);

function personOf({ identity }: FastifyRequest): string {
  if (identity === undefined) throw new Refusal('unauthenticated', 'This needs a login.');
  return identity.person;
}

/** Where no login is asked for: the header X-Flotilla-User, else the operating system's user. */
export function callerOf(request: Pick<FastifyRequest, 'headers'>): string {
  const given = request.headers[HEADER];
  if (given === undefined) return systemUser();
  if (typeof given !== 'string' || !PersonName.safeParse(given).success)
    throw new Refusal('malformed', 'X-Flotilla-User must be a user name of at most 100 characters.', [
      { path: 'X-Flotilla-User', message: 'is not a user name' },
    ]);
  return given;
}

let known: string | undefined;

export function systemUser(): string {
  known ??= readSystemUser();
  return known;
}

function readSystemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown'; // a container may run under a number that no user has
  }
}
