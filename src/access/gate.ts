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
    const identity = await this.identify.of(request);
    if (!(identity instanceof Refusal)) request.identity = identity;
    if (needed.role === 'anyone') return undefined;
    return identity instanceof Refusal ? identity : roleRefusal(identity, needed.role);
  }
}

function roleRefusal({ person, role }: Identity, needed: Role): Refusal | undefined {
  if (includes(role, needed)) return undefined;
  const detail = `This needs the role ${needed}, and ${person} is ${role} here. Ask an admin for a token with that role.`;
  return new Refusal('forbidden', detail);
}
