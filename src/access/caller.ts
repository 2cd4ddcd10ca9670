import { userInfo } from 'node:os';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../http/refusal.js';

const HEADER = 'x-flotilla-user';
// As user names are written: also e-mail addresses and DOMAIN\user, but nothing that could be taken for markup or a path.
const USER = /^[\p{L}\p{N}][\p{L}\p{N} ._@+\\-]{0,99}$/u;

/** Who makes this request. Without a login yet: the header X-Flotilla-User, else the operating system's user. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  callerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

export function callerOf(request: Pick<FastifyRequest, 'headers'>): string {
  const given = request.headers[HEADER];
  if (given === undefined) return systemUser();
  if (typeof given !== 'string' || !USER.test(given))
    throw new Refusal('malformed', 'X-Flotilla-User must be a user name of at most 100 characters.', [
      { path: 'X-Flotilla-User', message: 'is not a user name' },
    ]);
  return given;
}

let known: string | undefined;

function systemUser(): string {
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
