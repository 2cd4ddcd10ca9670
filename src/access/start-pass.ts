import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Identity } from '../../domain/access.js';
import { systemUser } from './caller.js';

/**
 * What `flotilla up` shows to the API process that it has started itself, to make the first cluster and to run the first
 * job. It is told over their own channel, is kept nowhere, and ends with the process.
 */
@Injectable()
export class StartPass {
  readonly text = randomBytes(32).toString('base64url');

  get identity(): Identity {
    return { person: systemUser(), role: 'admin' };
  }

  is(text: string): boolean {
    return timingSafeEqual(digest(text), digest(this.text));
  }
}

// Of equal length whatever is shown.
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
