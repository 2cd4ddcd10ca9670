import { Schema } from 'mongoose';
import type { Exit } from '../../domain/exit.js';
import type { FailureReport } from '../../domain/failures.js';
import type { LaunchToken } from '../../domain/ids.js';
import type { Outcome, StopCause } from '../../domain/outcome.js';
import type { LogHead, Trigger } from '../../domain/run.js';
import type { RunState } from '../../domain/run-state.js';
import { schemaOptions } from './schema-options.js';

/**
 * A run as it is kept. What has keys of other people's choosing (environment, parameters, an engine's request) is kept
 * as JSON text: MongoDB gives dots and dollars in keys a meaning, and these must come back exactly as they were.
 * What lists filter by is beside the snapshot, for the indexes.
 */
export interface RunDocument {
  _id: string;
  snapshot: string;
  name: string;
  cluster: string;
  jobId?: string;
  state: RunState;
  owner: string;
  group: string;
  trigger: Trigger;
  labels: { name: string; value: string }[];
  priority: number;
  createdAt: Date;
  times: { [S in RunState]?: Date };
  attempts: AttemptDocument[];
  outcome?: Outcome;
  cancel?: { requestedAt: Date; by: string; reason?: string };
  retries: { spent: number; infrastructure: number };
  refusals: { count: number; last?: string; at?: Date };
  version: number;
}

export interface AttemptDocument {
  number: number;
  try: number;
  token: LaunchToken;
  grantedAt: Date;
  request: string;
  handle?: string;
  launchedAt?: Date;
  phase?: string;
  runningAt?: Date;
  endedAt?: Date;
  exit?: Exit;
  failure?: FailureReport;
  stop?: { cause: StopCause; at: Date };
  log: LogHead;
}

const { Mixed } = Schema.Types;
const part = { _id: false, strict: 'throw', minimize: false } as const;

const attemptSchema = new Schema<AttemptDocument>(
  {
    number: Number,
    try: Number,
    token: String,
    grantedAt: Date,
    request: String,
    handle: String,
    launchedAt: Date,
    phase: String,
    runningAt: Date,
    endedAt: Date,
    exit: Mixed,
    failure: Mixed,
    stop: Mixed,
    log: Mixed,
  },
  part,
);

export const runSchema = new Schema<RunDocument>(
  {
    _id: String,
    snapshot: String,
    name: String,
    cluster: String,
    jobId: String,
    state: String,
    owner: String,
    group: String,
    trigger: Mixed,
    labels: [new Schema({ name: String, value: String }, part)],
    priority: Number,
    createdAt: Date,
    times: {
      queued: Date,
      starting: Date,
      running: Date,
      stopping: Date,
      succeeded: Date,
      failed: Date,
      cancelled: Date,
      lost: Date,
    },
    attempts: [attemptSchema],
    outcome: Mixed,
    cancel: Mixed,
    retries: { spent: Number, infrastructure: Number },
    refusals: { count: Number, last: String, at: Date },
    version: Number,
  },
  schemaOptions,
)
  .index({ state: 1, _id: -1 })
  .index({ state: 1, 'cancel.requestedAt': 1 })
  // The order of the first two lets it count the live ones of all clusters as well.
  .index({ state: 1, cluster: 1, _id: -1 })
  .index({ jobId: 1, state: 1, _id: -1 })
  .index({ owner: 1, state: 1, _id: -1 })
  .index({ group: 1, state: 1, _id: -1 });
