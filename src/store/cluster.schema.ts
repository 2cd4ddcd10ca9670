import { Schema } from 'mongoose';
import type { Limits } from '../../domain/resources.js';
import type { ClusterStatus } from '../../domain/lease-rules.js';
import { schemaOptions } from './schema-options.js';

export interface ClusterDocument {
  /** The name. */
  _id: string;
  /** JSON text: the names of the settings are the engine's. */
  engine: string;
  limits: Limits;
  /** JSON text, since the weights are named by people; absent: the default. */
  queue?: string;
  limitsVersion: number;
  status: ClusterStatus;
  statusReason?: string;
  description: string;
  createdAt: Date;
  updatedAt: Date;
  epoch: number;
  batch: number;
  intent: { runId: string; generation: number }[];
}

export const clusterSchema = new Schema<ClusterDocument>(
  {
    _id: String,
    engine: String,
    limits: { slots: Number, cpu: Number, memoryMiB: Number, gpu: Number },
    queue: String,
    limitsVersion: Number,
    status: String,
    statusReason: String,
    description: String,
    createdAt: Date,
    updatedAt: Date,
    epoch: Number,
    batch: Number,
    intent: [new Schema({ runId: String, generation: Number }, { _id: false, strict: 'throw' })],
  },
  schemaOptions,
);
