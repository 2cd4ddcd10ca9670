import { Schema } from 'mongoose';
import { schemaOptions } from './schema-options.js';

export interface IdempotencyKeyDocument {
  /** The key. */
  _id: string;
  runId: string;
  requestHash: string;
  at: Date;
}

export const idempotencyKeySchema = new Schema<IdempotencyKeyDocument>(
  { _id: String, runId: String, requestHash: String, at: Date },
  schemaOptions,
);
