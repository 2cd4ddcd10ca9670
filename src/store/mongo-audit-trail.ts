import type { Model } from 'mongoose';
import { monotonicFactory } from 'ulid';
import type { AuditEntry } from '../../domain/audit.js';
import { AuditTrail, type Page } from '../../domain/ports.js';
import type { AuditDocument } from './audit.schema.js';
import { idOfCursor, pageOf } from './cursor.js';
import { insertOnce } from './insert-once.js';

/** The audit trail in MongoDB; entries are only ever added. */
export class MongoAuditTrail extends AuditTrail {
  readonly #nextId = monotonicFactory();

  constructor(private readonly model: Model<AuditDocument>) {
    super();
  }

  override async record({ at, details, ...same }: Omit<AuditEntry, 'id'>): Promise<void> {
    const document = { _id: this.#nextId(at), at: new Date(at), details: JSON.stringify(details), ...same };
    await insertOnce(this.model, document);
  }

  override async list(
    { subject, actor }: { subject?: string; actor?: string },
    limit: number,
    cursor?: string,
  ): Promise<Page<AuditEntry>> {
    const found = await this.model
      .find({
        ...(cursor === undefined ? {} : { _id: { $lt: idOfCursor(cursor) } }),
        ...(subject === undefined ? {} : { subject }),
        ...(actor === undefined ? {} : { actor }),
      })
      .sort({ _id: -1 })
      .limit(limit + 1)
      .lean();
    return pageOf(found, limit, ({ _id }) => _id, entryFromDocument);
  }
}

const entryFromDocument = ({ _id, at, actor, action, subject, details }: AuditDocument): AuditEntry => ({
  id: _id,
  at: at.getTime(),
  actor,
  action,
  subject,
  details: JSON.parse(details) as AuditEntry['details'], // written by record
});
