import { monotonicFactory } from 'ulid';
import type { AuditEntry } from '../../domain/audit.js';
import { AuditTrail, type Page } from '../../domain/ports.js';
import { kept } from './kept.js';
import { newestFirst } from './newest-first.js';

/** The audit trail in memory. */
export class MemoryAuditTrail extends AuditTrail {
  readonly #entries: AuditEntry[] = [];
  readonly #nextId = monotonicFactory();

  override async record(entry: Omit<AuditEntry, 'id'>): Promise<void> {
    this.#entries.push(kept({ id: this.#nextId(entry.at), ...entry }));
  }

  override async list(
    { subject, actor }: { subject?: string; actor?: string },
    limit: number,
    cursor?: string,
  ): Promise<Page<AuditEntry>> {
    const found = this.#entries.filter(
      (entry) => (subject === undefined || entry.subject === subject) && (actor === undefined || entry.actor === actor),
    );
    return newestFirst(found, ({ id }) => id, limit, cursor);
  }
}
