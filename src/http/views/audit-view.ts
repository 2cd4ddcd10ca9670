import type { z } from 'zod';
import type { AuditEntry } from '../../../domain/audit.js';
import type { AuditEntryView } from '../../../domain/contract/audit.js';
import type { Json } from '../../../domain/json.js';
import { iso } from '../iso.js';
import type { Mutable } from './plain.js';

/** A deed as it travels. */
export const auditView = (entry: AuditEntry): z.infer<typeof AuditEntryView> => ({
  id: entry.id,
  at: iso(entry.at),
  actor: entry.actor,
  action: entry.action,
  subject: entry.subject,
  details: entry.details as Record<string, Mutable<Json>>, // only the readonly marks differ
  from: entry.from,
});
