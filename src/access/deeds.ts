import { Inject, Injectable } from '@nestjs/common';
import type { Json } from '../../domain/json.js';
import { AuditTrail, Clock } from '../../domain/ports.js';
import { originNow } from './request-origin.js';

/** Writes down what people do: who, what, to what, from where. */
@Injectable()
export class Deeds {
  constructor(
    @Inject(AuditTrail) private readonly audit: AuditTrail,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async note(
    actor: string,
    action: string,
    subject: string,
    details: { readonly [name: string]: Json } = {},
  ): Promise<void> {
    const from = originNow();
    await this.audit.record({
      at: this.clock.now(),
      actor,
      action,
      subject,
      details,
      ...(from === undefined ? {} : { from }),
    });
  }
}
