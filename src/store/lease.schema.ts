import { Schema } from 'mongoose';
import type { LeaseState } from '../../domain/lease.js';
import type { Need } from '../../domain/resources.js';
import { schemaOptions } from './schema-options.js';

export interface LeaseDocument {
  _id: string;
  cluster: string;
  name: string;
  job?: { id: string; concurrency?: number };
  need: Need;
  priority: number;
  /** What it shares with those that differ in nothing but their time. */
  line: string;
  owner: string;
  group: string;
  enqueuedAt: Date;
  notBefore: Date;
  deadlineAt?: Date;
  state: LeaseState;
  holding: boolean;
  generation: number;
  grantedAt?: Date;
  signalledAt?: Date;
  lastSeenAt?: Date;
}

export const leaseSchema = new Schema<LeaseDocument>(
  {
    _id: String,
    cluster: String,
    name: String,
    job: { type: new Schema({ id: String, concurrency: Number }, { _id: false, id: false, strict: 'throw' }) },
    need: { slots: Number, cpu: Number, memoryMiB: Number, gpu: Number },
    priority: Number,
    line: String,
    owner: String,
    group: String,
    enqueuedAt: Date,
    notBefore: Date,
    deadlineAt: Date,
    state: String,
    holding: Boolean,
    generation: Number,
    grantedAt: Date,
    signalledAt: Date,
    lastSeenAt: Date,
  },
  schemaOptions,
)
  .index({ cluster: 1, state: 1, priority: 1, enqueuedAt: 1, _id: 1 })
  .index({ cluster: 1, state: 1, line: 1, enqueuedAt: 1, _id: 1 })
  .index({ cluster: 1, holding: 1 })
  .index({ state: 1, deadlineAt: 1 })
  .index({ holding: 1, lastSeenAt: 1 });
