import { jobId, launchToken, type RunId, runId, scheduleId } from '../../domain/ids.js';
import type { JobSpec } from '../../domain/job.js';
import type { Lease } from '../../domain/lease.js';
import { type Attempt, emptyLog, type Run, type RunSnapshot } from '../../domain/run.js';
import type { ScheduleSpec } from '../../domain/schedule.js';
import { firstUlidOf } from '../../src/store/first-ulid-of.js';

/** The nth run id; larger numbers are later. The time in it is `at`. */
export const aRunId = (n: number, at = 1_700_000_000_000): RunId =>
  runId(firstUlidOf(at).slice(0, 18) + String(n).padStart(8, '0'));

export const aJobId = (n: number) => jobId(firstUlidOf(1_600_000_000_000).slice(0, 18) + String(n).padStart(8, '0'));

export const aScheduleId = (n: number) =>
  scheduleId(firstUlidOf(1_650_000_000_000).slice(0, 18) + String(n).padStart(8, '0'));

/** A job's spec with keys that a store must not stumble over. */
export const aSpec = (given: Partial<JobSpec> = {}): JobSpec => ({
  image: 'python:3.12-slim',
  command: ['python', 'report.py'],
  parameters: { 'day.of.month': { type: 'integer', $comment: 'dots and dollars' } },
  env: { LOG_LEVEL: 'info', DB_PASSWORD: { secret: 'reports/db' } },
  resources: { cpu: 0.5, memoryMiB: 256, gpu: 0 },
  limits: { queueSeconds: 3600, startSeconds: 60, runSeconds: 600, stopGraceSeconds: 5 },
  retry: { attempts: 2, on: ['infrastructure'], backoffSeconds: 1 },
  ...given,
});

export const aSnapshot = (given: Partial<RunSnapshot> = {}): RunSnapshot => ({
  ...aSpec(),
  name: 'nightly-report',
  cluster: 'analytics',
  ...given,
});

export function aRun(given: Partial<Run> = {}): Run {
  const createdAt = given.createdAt ?? 1_700_000_000_000;
  return {
    id: aRunId(1, createdAt),
    snapshot: aSnapshot(),
    state: 'queued',
    owner: 'ada',
    group: 'science',
    trigger: { kind: 'api' },
    labels: { 'team.example/cost': '42' },
    priority: 3,
    createdAt,
    times: { queued: createdAt },
    attempts: [],
    retries: { spent: 0, infrastructure: 0 },
    refusals: { count: 0 },
    version: 1,
    ...given,
  };
}

export const anAttempt = (id: RunId, number = 1, tryNumber = 1, given: Partial<Attempt> = {}): Attempt => ({
  number,
  try: tryNumber,
  token: launchToken(id, number, tryNumber),
  grantedAt: 1_700_000_001_000,
  request: { Image: 'python', Labels: { 'flotilla.token': 'x', $odd: null } },
  log: emptyLog,
  ...given,
});

export const aLease = (n: number, given: Partial<Lease> = {}): Lease => ({
  runId: aRunId(n),
  cluster: 'analytics',
  name: 'nightly-report',
  need: { slots: 1, cpu: 0.1, memoryMiB: 256, gpu: 0 },
  priority: 3,
  owner: 'ada',
  group: 'science',
  enqueuedAt: 1_700_000_000_000 + n,
  notBefore: 0,
  state: 'queued',
  holding: false,
  generation: 0,
  ...given,
});

export const aScheduleSpec = (given: Partial<ScheduleSpec> = {}): ScheduleSpec => ({
  description: '',
  job: 'nightly-report',
  order: { priority: 3, labels: {}, env: { 'A.B': 'dots', $C: 'and dollars' } },
  timing: { cron: '30 2 * * *', timeZone: 'Europe/Berlin', jitterSeconds: 0 },
  overlap: 'skip',
  catchUpSeconds: 600,
  ...given,
});
