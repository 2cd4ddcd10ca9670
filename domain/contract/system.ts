import { z } from 'zod';
import { pageOf, paging, Time } from './basics.js';

const part = z.object({ ok: z.boolean(), message: z.string() });

/** GET /api/health/ready. 200 when runs can be accepted (MongoDB answers); `temporal` tells whether they start as well. */
export const ReadyView = z
  .object({
    ok: z.boolean(),
    mongodb: part.extend({ standIn: z.boolean().describe('A stand-in for one machine, not a real MongoDB') }),
    temporal: part,
    clusters: z.array(part.extend({ name: z.string(), at: Time.optional() })),
  })
  .meta({ id: 'Ready' });
export type ReadyView = z.infer<typeof ReadyView>;

export const VersionView = z
  .object({
    name: z.literal('flotilla'),
    version: z.string(),
    installation: z.string(),
    user: z.string().describe('Who you are here'),
    temporalUi: z.string().optional(),
    node: z.string(),
  })
  .meta({ id: 'Version' });
export type VersionView = z.infer<typeof VersionView>;

export const AuditEntryView = z
  .object({
    id: z.string(),
    at: Time,
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    details: z.record(z.string(), z.json()),
  })
  .meta({ id: 'AuditEntry' });

export const AuditPage = pageOf(AuditEntryView, 'AuditPage');

export const AuditQuery = z.strictObject({
  subject: z.string().max(200).optional().describe('A kind and a name, like `cluster/local`'),
  actor: z.string().max(200).optional(),
  ...paging,
});
