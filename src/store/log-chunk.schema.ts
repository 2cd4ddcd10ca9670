import { Schema } from 'mongoose';
import type { LogPosition } from '../../domain/log-chunk.js';
import { schemaOptions } from './schema-options.js';

/** `_id` is logChunkId: chunks are found by their number, without an index and without knowing how many there are. */
export interface LogChunkDocument {
  _id: string;
  runId: string;
  attempt: number;
  seq: number;
  firstLine: number;
  count: number;
  /** Of the text, before it is packed. */
  bytes: number;
  firstAt: Date;
  lastAt: Date;
  position: LogPosition;
  sealed: boolean;
  /** encodeLines, gzipped once it is sealed. */
  body: Buffer;
}

export const logChunkSchema = new Schema<LogChunkDocument>(
  {
    _id: String,
    runId: String,
    attempt: Number,
    seq: Number,
    firstLine: Number,
    count: Number,
    bytes: Number,
    firstAt: Date,
    lastAt: Date,
    position: Schema.Types.Mixed,
    sealed: Boolean,
    body: Buffer,
  },
  schemaOptions,
).index({ runId: 1, attempt: 1, seq: 1 });
