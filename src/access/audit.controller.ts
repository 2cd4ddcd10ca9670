import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { AuditPage, AuditQuery } from '../../domain/contract/audit.js';
import { AuditTrail } from '../../domain/ports.js';
import { Answers, Does } from '../http/documented.js';
import { auditView } from '../http/views/audit-view.js';

@ApiTags('access')
@Controller('api/audit')
export class AuditController {
  constructor(@Inject(AuditTrail) private readonly audit: AuditTrail) {}

  @Get()
  @Does('List deeds', 'Who did what, when, to what, from where; newest first. Every parameter narrows the list.')
  @Answers(200, 'A page of the audit trail', AuditPage)
  async list(@Query({ schema: AuditQuery }) query: z.infer<typeof AuditQuery>): Promise<z.infer<typeof AuditPage>> {
    const { limit, cursor, since, until, ...filter } = query;
    const page = await this.audit.list({ ...filter, since: msOf(since), until: msOf(until) }, limit, cursor);
    return { items: page.items.map(auditView), next: page.next };
  }
}

const msOf = (time: string | undefined): number | undefined => (time === undefined ? undefined : Date.parse(time));
