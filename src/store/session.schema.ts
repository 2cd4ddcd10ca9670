import { Schema } from 'mongoose';
import { schemaOptions } from './schema-options.js';

export interface SessionDocument {
  _id: string;
  tokenId: string;
  hash: string;
  createdAt: Date;
  expiresAt: Date;
}

export const sessionSchema = new Schema<SessionDocument>(
  { _id: String, tokenId: String, hash: String, createdAt: Date, expiresAt: Date },
  schemaOptions,
).index({ expiresAt: 1 });
