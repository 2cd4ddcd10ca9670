import { type JobId, type RunId } from '../../domain/ids.js';
import type { Lease } from '../../domain/lease.js';
import { type LogChunk } from '../../domain/log-chunk.js';
import { lineKey } from '../../domain/queue-line.js';
import type { Run } from '../../domain/run.js';
import { liveStates, type RunState } from '../../domain/run-state.js';
import type { Firing } from '../../domain/schedule.js';
import type { Models } from '../../src/store/models.js';
import { leaseToDocument } from '../../src/store/lease-document.js';
import { runToDocument } from '../../src/store/run-document.js';
import {
  aJobId,
  aLease,
  anAttempt,
  aRun,
  aRunId,
  aScheduleId,
  aScheduleSpec,
  aSnapshot,
  aSpec,
} from '../contracts/builders.js';
import { stores } from './stores.js';

const BEGIN = 1_700_000_000_000;
const JOBS = 40;
const CLUSTERS = 5;

/** Names of what was put into the store, for the questions to ask about. */
export interface Seeded {
  readonly now: number;
  readonly run: RunId;
  readonly newRun: Run;
  readonly gone: RunId;
  readonly job: JobId;
  readonly owner: string;
  readonly group: string;
  readonly cluster: string;
  readonly waiting: RunId;
  readonly waitingLease: Lease;
  readonly held: readonly RunId[];
  readonly heldLease: Lease;
  readonly line: string;
  readonly chunk: LogChunk;
  readonly firing: Firing;
}

/** Fills an empty database with so many runs, of which every tenth is live, and everything that belongs to them. */
export async function seed(models: Models, count: number): Promise<Seeded> {
  const { clusters, jobs, logs, keys, audit, schedules } = stores(models);
  const runs = Array.from({ length: count }, (_, n) => seededRun(n));
  for (let from = 0; from < count; from += 1_000)
    await models.runs.insertMany(runs.slice(from, from + 1_000).map(runToDocument), { lean: true });
  const leases = runs.filter(({ state }) => state === 'queued' || state === 'running').map(leaseOf);
  for (let from = 0; from < leases.length; from += 1_000)
    await models.leases.insertMany(leases.slice(from, from + 1_000).map(leaseToDocument), { lean: true });
  for (let n = 0; n < CLUSTERS; n += 1)
    await clusters.put({ name: `cluster-${n}`, engine: { kind: 'simulated' }, limits: {}, description: '' }, BEGIN);
  for (let n = 0; n < JOBS; n += 1) {
    const job = { id: aJobId(n), name: `job-${n}`, group: `group-${n % 3}`, description: '', tags: ['daily'] };
    for (const backoffSeconds of [1, 2, 3])
      await jobs.put(
        { ...job, spec: aSpec({ retry: { attempts: 1, on: [], backoffSeconds } }) },
        { by: 'ada', at: BEGIN },
      );
  }
  const run = runs.find(({ state }) => state === 'running') ?? aRun();
  const chunk = aChunk(0);
  for (let seq = 0; seq < 20; seq += 1) await logs.write(run.id, 1, aChunk(seq));
  for (let n = 0; n < 500; n += 1) {
    await keys.claim(`key-${n}`, { runId: run.id, requestHash: 'h', at: BEGIN });
    const deed = { at: BEGIN + n, action: 'run.cancel', details: {} };
    await audit.record({ ...deed, actor: `user-${n % 20}`, subject: `run/${n % 50}` });
  }
  for (let n = 1; n <= 30; n += 1) {
    const schedule = { id: aScheduleId(n), name: `schedule-${n}`, spec: aScheduleSpec(), nextTimes: [] };
    await schedules.put(schedule, { by: 'ada', at: BEGIN });
  }
  for (let minute = 1; minute <= 300; minute += 1) await schedules.recordFiring(aFiring(minute));
  const waitingLease = leases.find(({ state }) => state === 'queued') ?? aLease(1);
  const held = leases.filter(({ holding }) => holding);
  return {
    now: Date.now(),
    run: run.id,
    newRun: aRun({ id: aRunId(99_999_999) }),
    gone: aRunId(99_999_998),
    job: aJobId(1),
    owner: 'user-1',
    group: 'group-1',
    cluster: waitingLease.cluster,
    waiting: waitingLease.runId,
    waitingLease,
    held: held.slice(0, 20).map(({ runId }) => runId),
    heldLease: held[0] ?? waitingLease,
    line: lineKey(waitingLease),
    chunk,
    firing: aFiring(1),
  };
}

function seededRun(n: number): Run {
  const states: readonly RunState[] = ['succeeded', 'succeeded', 'succeeded', 'failed', 'cancelled', 'lost'];
  const state = n % 10 === 0 ? (liveStates[(n / 10) % 4] ?? 'queued') : (states[n % states.length] ?? 'succeeded');
  const id = aRunId(n, BEGIN + n * 1_000);
  const number = n % JOBS;
  return aRun({
    id,
    state,
    createdAt: BEGIN + n * 1_000,
    snapshot: aSnapshot({
      cluster: `cluster-${n % CLUSTERS}`,
      job: { id: aJobId(number), name: `job-${number}`, revision: 1 },
    }),
    owner: `user-${n % 20}`,
    group: `group-${n % 3}`,
    labels: { team: 'a' },
    priority: 1 + (n % 5),
    attempts: state === 'queued' ? [] : [anAttempt(id)],
  });
}

function leaseOf(run: Run): Lease {
  const { createdAt } = run;
  const held = { state: 'active', holding: true, generation: 1, grantedAt: createdAt, lastSeenAt: createdAt } as const;
  return aLease(0, {
    runId: run.id,
    cluster: run.snapshot.cluster,
    priority: run.priority,
    owner: run.owner,
    enqueuedAt: createdAt,
    ...(run.state === 'queued' ? {} : held),
  });
}

const aFiring = (minute: number): Firing => ({
  scheduleId: aScheduleId(1),
  at: minute * 60_000,
  isBackfill: false,
  recordedAt: minute * 60_000,
  result: { kind: 'run', runId: aRunId(minute) },
});

const aChunk = (seq: number): LogChunk => ({
  seq,
  lines: [{ number: seq + 1, at: BEGIN, stream: 'stdout', text: `line ${seq + 1}` }],
  bytes: 10,
  position: { cursor: 'c', skip: seq },
  sealed: true,
});
