import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Identity, includes, type Role } from '../../domain/access.js';
import { Refusal } from '../http/refusal.js';
import { Identify } from './identify.js';
import { neededFor } from './route-access.js';

/** Lets a request through to its route, or says why not, before a byte of its body is read. */
@Injectable()
export class Gate {
  constructor(@Inject(Identify) private readonly identify: Identify) {}

  /** Notes on the request who makes it; answers the refusal when it may not go on. */
  async refusalOf(request: FastifyRequest): Promise<Refusal | undefined> {
    const needed = neededFor(request.method, request.routeOptions.url);
    if (needed === undefined) return undefined; // no such route: that is what will be said
    if (needed.role === 'anyone') {
      if (needed.tellsMore === true) request.identity = await this.whoIfKnown(request);
      return undefined;
    }
    const identity = await this.identify.of(request);
    if (identity instanceof Refusal) return identity;
    request.identity = identity;
    return roleRefusal(identity, needed.role);
  }

  /** Undefined also when the store is away: a probe is to be told just that, not refused for it. */
  private async whoIfKnown(request: FastifyRequest): Promise<Identity | undefined> {
    try {
      const identity = await this.identify.of(request);
      return identity instanceof Refusal ? undefined : identity;
    } catch {
      return undefined;
    }
  }
}

function roleRefusal({ person, role }: Identity, needed: Role): Refusal | undefined {
  if (includes(role, needed)) return undefined;
  const detail = `This needs the role ${needed}, and ${person} is ${role} here. Ask an admin for a token with that role.`;
  return new Refusal('forbidden', detail);
}
