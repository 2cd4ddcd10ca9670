import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Identity } from '../../domain/access.js';
import { systemUser } from './caller.js';
import { hashOf, isSecretOf } from './credential.js';

/**
 * What `flotilla up` shows to the API process that it has started itself, to make the first cluster and to run the first
 * job. It is told over their own channel, is kept nowhere, and ends with the process.
 */
@Injectable()
export class StartPass {
  readonly text = randomBytes(32).toString('base64url');
  private readonly hash = hashOf(this.text);

  get identity(): Identity {
    return { person: systemUser(), role: 'admin' };
  }

  is(text: string): boolean {
    return isSecretOf(text, this.hash);
  }
}
