import { Schema } from 'mongoose';
import { schemaOptions } from './schema-options.js';

/** A job with its newest revision. That one is the truth; it is copied to the revisions, if late by a crash, before the next. */
export interface JobDocument {
  _id: string;
  name: string;
  group: string;
  description: string;
  tags: string[];
  archived: boolean;
  createdAt: Date;
  createdBy: string;
  updatedAt: Date;
  updatedBy: string;
  revision: number;
  /** JSON text: parameters and environment have keys of the user's choosing. */
  spec: string;
  revisedAt: Date;
  revisedBy: string;
  note?: string;
}

/** `_id` is `<jobId>.<revision>`. */
export interface JobRevisionDocument {
  _id: string;
  jobId: string;
  revision: number;
  spec: string;
  at: Date;
  by: string;
  note?: string;
}

export const jobSchema = new Schema<JobDocument>(
  {
    _id: String,
    name: String,
    group: String,
    description: String,
    tags: [String],
    archived: Boolean,
    createdAt: Date,
    createdBy: String,
    updatedAt: Date,
    updatedBy: String,
    revision: Number,
    spec: String,
    revisedAt: Date,
    revisedBy: String,
    note: String,
  },
  schemaOptions,
)
  .index({ name: 1 }, { unique: true })
  .index({ archived: 1, _id: -1 })
  .index({ archived: 1, group: 1, _id: -1 });

export const jobRevisionSchema = new Schema<JobRevisionDocument>(
  { _id: String, jobId: String, revision: Number, spec: String, at: Date, by: String, note: String },
  schemaOptions,
).index({ jobId: 1, revision: -1 });
