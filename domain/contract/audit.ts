import { z } from 'zod';
import { auditKinds } from '../audit.js';
import { pageOf, paging, Time } from './basics.js';

export const AuditEntryView = z
  .object({
    id: z.string(),
    at: Time,
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    details: z.record(z.string(), z.json()).describe('`before` and `after` where something was changed'),
    from: z
      .object({
        address: z.string(),
        client: z.enum(['page', 'cli', 'api']),
        token: z.string().optional().describe('The id of the token'),
      })
      .optional()
      .describe('Absent for deeds of Flotilla itself'),
  })
  .meta({ id: 'AuditEntry' });

export const AuditPage = pageOf(AuditEntryView, 'AuditPage');
export type AuditPage = z.infer<typeof AuditPage>;

export const AuditQuery = z.strictObject({
  subject: z.string().max(200).optional().describe('A kind and a name, like `cluster/local`'),
  kind: z.enum(auditKinds).optional().describe('The kind of what it was done to'),
  actor: z.string().max(200).optional(),
  action: z.string().max(100).optional().describe('Like `cluster.change`'),
  since: Time.optional(),
  until: Time.optional(),
  ...paging,
});
