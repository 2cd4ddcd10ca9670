import { Schema } from 'mongoose';
import { schemaOptions } from './schema-options.js';

export interface AuditDocument {
  _id: string;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  /** JSON text: the keys are those of whatever was changed. */
  details: string;
  from?: { address: string; client: 'page' | 'cli' | 'api'; token?: string };
}

export const auditSchema = new Schema<AuditDocument>(
  {
    _id: String,
    at: Date,
    actor: String,
    action: String,
    subject: String,
    details: String,
    from: { type: new Schema({ address: String, client: String, token: String }, { ...schemaOptions, _id: false }) },
  },
  schemaOptions,
)
  .index({ subject: 1, _id: -1 })
  .index({ actor: 1, _id: -1 });
