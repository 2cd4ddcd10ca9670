import type { Model, QueryFilter } from 'mongoose';
import { monotonicFactory } from 'ulid';
import type { AuditEntry } from '../../domain/audit.js';
import { type AuditFilter, AuditTrail, type Page } from '../../domain/ports.js';
import type { AuditDocument } from './audit.schema.js';
import { idsWithin, pageOf } from './cursor.js';
import { InsertTogether } from './insert-together.js';

/** The audit trail in MongoDB; entries are only ever added. */
export class MongoAuditTrail extends AuditTrail {
  readonly #nextId = monotonicFactory();
  readonly #inserts: InsertTogether<AuditDocument>;

  constructor(private readonly model: Model<AuditDocument>) {
    super();
    this.#inserts = new InsertTogether(model);
  }

  override async record({ at, details, ...same }: Omit<AuditEntry, 'id'>): Promise<void> {
    const document = { _id: this.#nextId(at), at: new Date(at), details: JSON.stringify(details), ...same };
    await this.#inserts.insert(document);
  }

  override async list(filter: AuditFilter, limit: number, cursor?: string): Promise<Page<AuditEntry>> {
    const found = await this.model
      .find(auditQuery(filter, cursor))
      .sort({ _id: -1 })
      .limit(limit + 1)
      .lean();
    return pageOf(found, limit, ({ _id }) => _id, entryFromDocument);
  }
}

function auditQuery(filter: AuditFilter, cursor: string | undefined): QueryFilter<AuditDocument> {
  const { subject, kind, actor, action, since, until } = filter;
  const subjects = {
    ...(subject === undefined ? {} : { $eq: subject }),
    // "0" comes right behind "/": a range of an index, where a pattern would be a walk.
    ...(kind === undefined ? {} : { $gte: `${kind}/`, $lt: `${kind}0` }),
  };
  return {
    // An id begins with the time of its deed, so that a time is found without walking there.
    ...idsWithin({ cursor, since, until }),
    ...(Object.keys(subjects).length === 0 ? {} : { subject: subjects }),
    ...(actor === undefined ? {} : { actor }),
    ...(action === undefined ? {} : { action }),
  };
}

const entryFromDocument = ({ _id, at, actor, action, subject, details, from }: AuditDocument): AuditEntry => ({
  id: _id,
  at: at.getTime(),
  actor,
  action,
  subject,
  details: JSON.parse(details) as AuditEntry['details'], // written by record
  ...(from === undefined ? {} : { from }),
});
