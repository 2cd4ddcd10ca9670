import { Schema } from 'mongoose';
import type { Role } from '../../domain/access.js';
import { schemaOptions } from './schema-options.js';

export interface ApiTokenDocument {
  _id: string;
  name: string;
  person: string;
  role: Role;
  groups?: string[];
  hash: string;
  createdAt: Date;
  createdBy: string;
  expiresAt?: Date;
  lastUsedAt?: Date;
  revokedAt?: Date;
}

export const apiTokenSchema = new Schema<ApiTokenDocument>(
  {
    _id: String,
    name: String,
    person: String,
    role: String,
    groups: { type: [String], default: undefined },
    hash: String,
    createdAt: Date,
    createdBy: String,
    expiresAt: Date,
    lastUsedAt: Date,
    revokedAt: Date,
  },
  schemaOptions,
).index({ role: 1 });
