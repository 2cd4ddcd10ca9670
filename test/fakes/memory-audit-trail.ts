import { monotonicFactory } from 'ulid';
import type { AuditEntry } from '../../domain/audit.js';
import { type AuditFilter, AuditTrail, type Page } from '../../domain/ports.js';
import { kept } from './kept.js';
import { newestFirst } from './newest-first.js';

/** The audit trail in memory. */
export class MemoryAuditTrail extends AuditTrail {
  readonly #entries: AuditEntry[] = [];
  readonly #nextId = monotonicFactory();

  override async record(entry: Omit<AuditEntry, 'id'>): Promise<void> {
    this.#entries.push(kept({ id: this.#nextId(entry.at), ...entry }));
  }

  override async list(filter: AuditFilter, limit: number, cursor?: string): Promise<Page<AuditEntry>> {
    const { subject, kind, actor, action, since = -Infinity, until = Infinity } = filter;
    const found = this.#entries.filter(
      (entry) =>
        (subject === undefined || entry.subject === subject) &&
        (kind === undefined || entry.subject.startsWith(`${kind}/`)) &&
        (actor === undefined || entry.actor === actor) &&
        (action === undefined || entry.action === action) &&
        entry.at >= since &&
        entry.at < until,
    );
    return newestFirst(found, ({ id }) => id, limit, cursor);
  }
}
