import { jobId, launchToken, runId, scheduleId } from '../../domain/ids.js';
import { emptyLog } from '../../domain/run.js';
import { aLease, anAttempt, aScheduleId, aScheduleSpec, aSpec } from '../contracts/builders.js';
import type { Seeded } from './seed.js';
import type { Stores } from './stores.js';

/** One question to the store, and how MongoDB is to answer it. */
export interface StoreQuery {
  readonly store: keyof Stores;
  readonly method: string;
  /** What is asked, where a method asks in several ways. */
  readonly how?: string;
  /** What the indexes that its commands use begin with; a method that only inserts needs none. */
  readonly indexes: readonly string[];
  /** Why it may look at more than it answers. */
  readonly walks?: string;
  ask(stores: Stores, seeded: Seeded): Promise<unknown>;
}

export const nameOf = ({ store, method, how }: StoreQuery): string =>
  how === undefined ? `${store}.${method}` : `${store}.${method}, ${how}`;

const ID = '_id';
const BY_STATE = 'state, _id';
const BY_CLUSTER = 'state, cluster, _id';
const QUEUE = 'cluster, state, priority, enqueuedAt, _id';
const IN_STATE = 'cluster, state';
const LINE = 'cluster, state, line, enqueuedAt, _id';
const HELD = 'cluster, holding';
const JOBS = 'archived, _id';

const walks = {
  text: 'goes through them one by one, newest first, until the page is full',
  count: 'counting goes through the entries of the index that are counted; no document is read',
  together: 'counts all live runs in one pass through the index; no document is read',
  granted: 'few are granted and not taken yet, and all of those are looked at',
  long: 'goes past the few that were accepted long ago and have ended since',
  small: 'there are few clusters, and all are wanted',
} as const;

const LATER = 1_900_000_000_000;
const exit = { startedAt: 1, endedAt: 2, outOfMemory: false, code: 0, endedByItself: true, reasons: [] };
const lost = {
  kind: 'lost',
  failure: { code: 'outcome-unknown', fault: 'platform', sentence: '', evidence: [], remedy: '' },
} as const;

const runQueries: StoreQuery[] = [
  of('runs', 'insert', [], ({ runs }, { newRun }) => runs.insert(newRun)),
  of('runs', 'get', [ID], ({ runs }, { run }) => runs.get(run)),
  list('the newest of all', [ID], () => ({})),
  list('of some states', [BY_STATE], () => ({ states: ['failed', 'lost'] })),
  list('of a cluster', [BY_CLUSTER], ({ cluster }) => ({ cluster })),
  list('of a cluster and some states', [BY_CLUSTER], ({ cluster }) => ({ cluster, states: ['queued', 'running'] })),
  list('of a job', ['jobId, state, _id'], ({ job }) => ({ jobId: job })),
  list('of an owner', ['owner, state, _id'], ({ owner }) => ({ owner })),
  list('of an owner, live', ['owner, state, _id'], ({ owner }) => ({ owner, states: ['running', 'starting'] })),
  list('of a group', ['group, state, _id'], ({ group }) => ({ group })),
  list('of some groups', ['group, state, _id'], () => ({ groups: ['group-1', 'group-2'] })),
  list('of a time', [ID], () => ({ since: 1_690_000_000_000, until: LATER })),
  { ...list('with a label', [ID], () => ({ label: { name: 'team', value: 'a' } })), walks: walks.text },
  { ...list('with a text', [ID], () => ({ text: 'night' })), walks: walks.text },
  { ...of('runs', 'countLive', [BY_CLUSTER], ({ runs }) => runs.countLive()), walks: walks.together },
  of('runs', 'idsIn', [BY_STATE], ({ runs }, { run }) => runs.idsIn(['queued', 'running'], 50, run)),
  of('runs', 'cancelling', ['state, cancel.requestedAt'], ({ runs }) => runs.cancelling(LATER, 50)),
  of('runs', 'recentOf', ['jobId, state, _id'], ({ runs }, { job }) => runs.recentOf([job], 20)),
  { ...of('runs', 'endedBefore', [BY_STATE], ({ runs }) => runs.endedBefore(LATER, 50)), walks: walks.long },
  of('runs', 'remove', [ID], ({ runs }) => runs.remove(runId('gone'))),
  of('runs', 'beginAttempt', [ID], ({ runs }, { run }) => runs.beginAttempt(run, anAttempt(run))),
  of('runs', 'recordLaunch', [ID], ({ runs }, { run }) => runs.recordLaunch(run, tokenOf(run), {}, LATER)),
  of('runs', 'recordPhase', [ID], ({ runs }, { run }) => runs.recordPhase(run, tokenOf(run), 'pulling')),
  of('runs', 'recordRunning', [ID], ({ runs }, { run }) => runs.recordRunning(run, tokenOf(run), LATER)),
  of('runs', 'recordStop', [ID], ({ runs }, { run }) =>
    runs.recordStop(run, tokenOf(run), { kind: 'cancel', by: 'ada' }, LATER),
  ),
  of('runs', 'recordExit', [ID], ({ runs }, { run }) => runs.recordExit(run, tokenOf(run), exit, LATER)),
  of('runs', 'recordEnd', [ID], ({ runs }, { run }) =>
    runs.recordEnd(run, tokenOf(run), { exit, outcome: { kind: 'succeeded' } }, LATER),
  ),
  of('runs', 'requeue', [ID], ({ runs }, { run }) =>
    runs.requeue(run, tokenOf(run), { kind: 'refused', message: 'full' }, LATER),
  ),
  of('runs', 'finish', [ID], ({ runs }, { run }) => runs.finish(run, lost, LATER)),
  of('runs', 'finishWaiting', [ID], ({ runs }, { run }) => runs.finishWaiting(run, { kind: 'succeeded' }, LATER)),
  of('runs', 'recordLog', [ID], ({ runs }, { run }) => runs.recordLog(run, tokenOf(run), { ...emptyLog, lines: 1 })),
  of('runs', 'requestCancel', [ID], ({ runs }, { run }) => runs.requestCancel(run, { requestedAt: LATER, by: 'ada' })),
  of('runs', 'reprioritise', [ID], ({ runs }, { run }) => runs.reprioritise(run, 1)),
];

const leaseQueries: StoreQuery[] = [
  of('leases', 'enqueue', [], ({ leases }) => leases.enqueue(aLease(90_000_000))),
  of('leases', 'get', [ID], ({ leases }, { waiting }) => leases.get(waiting)),
  of('leases', 'known', [ID], ({ leases }, { held }) => leases.known(held)),
  of('leases', 'holding', [ID], ({ leases }, { held }) => leases.holding(held)),
  of('leases', 'overdue', ['state, deadlineAt'], ({ leases }) => leases.overdue(LATER, 50)),
  of('leases', 'head', [QUEUE], ({ leases }, { cluster, now }) => leases.head(cluster, now, 50)),
  {
    ...of('leases', 'head', [QUEUE], ({ leases }, { cluster, now }) => leases.head(cluster, now, 50, 3)),
    how: 'of one priority',
  },
  of('leases', 'lines', [LINE], ({ leases }, { cluster }) => leases.lines(cluster)),
  of('leases', 'headOfLine', [LINE], ({ leases }, { cluster, line, now }) => leases.headOfLine(cluster, line, now, 50)),
  of('leases', 'waiting', [QUEUE], ({ leases }, { cluster }) => leases.waiting(cluster, 100)),
  of('leases', 'held', [HELD], ({ leases }, { cluster }) => leases.held(cluster)),
  {
    ...of('leases', 'countHeld', [HELD], ({ leases }, { cluster }) => leases.countHeld(cluster)),
    walks: walks.count,
  },
  {
    ...of('leases', 'countWaiting', [IN_STATE], ({ leases }, { cluster }) => leases.countWaiting(cluster)),
    walks: walks.count,
  },
  {
    ...of('leases', 'countAhead', [QUEUE], ({ leases }, { waitingLease }) => leases.countAhead(waitingLease)),
    walks: walks.count,
  },
  of('leases', 'grant', [ID], ({ leases }, { waiting }) => leases.grant({ runId: waiting, generation: 9 }, LATER)),
  {
    ...of('leases', 'unacknowledged', [IN_STATE], ({ leases }, { cluster }) =>
      leases.unacknowledged(cluster, LATER, 50),
    ),
    walks: walks.granted,
  },
  of('leases', 'markSignalled', [ID], ({ leases }, { held }) => leases.markSignalled(held, LATER)),
  of('leases', 'take', [ID], ({ leases }, { waiting }) => leases.take(waiting, 1, LATER)),
  of('leases', 'requeue', [ID], ({ leases }, { waiting }) => leases.requeue(waiting, 9, LATER)),
  of('leases', 'cancelWaiting', [ID], ({ leases }, { gone }) => leases.cancelWaiting(gone)),
  of('leases', 'release', [ID], ({ leases }, { gone }) => leases.release(gone)),
  of('leases', 'assert', [ID], ({ leases }, { heldLease }) => leases.assert(heldLease)),
  of('leases', 'touch', [ID], ({ leases }, { held }) => leases.touch(held, LATER)),
  of('leases', 'silent', ['holding, lastSeenAt'], ({ leases }) => leases.silent(LATER, 50)),
  of('leases', 'reprioritise', [ID], ({ leases }, { waiting }) => leases.reprioritise(waiting, 2)),
];

const clusterQueries: StoreQuery[] = [
  of('clusters', 'create', [], ({ clusters }, { now }) =>
    clusters.create({ name: `new-${now}`, engine: { kind: 'simulated' }, limits: {}, description: '' }, now),
  ),
  of('clusters', 'put', [ID], ({ clusters }, { cluster, now }) =>
    clusters.put({ name: cluster, engine: { kind: 'simulated' }, limits: { slots: now % 1e6 }, description: '' }, now),
  ),
  of('clusters', 'get', [ID], ({ clusters }, { cluster }) => clusters.get(cluster)),
  { ...of('clusters', 'list', [ID], ({ clusters }) => clusters.list()), walks: walks.small },
  of('clusters', 'setStatus', [ID], ({ clusters }, { cluster, now }) =>
    clusters.setStatus(cluster, 'paused', String(now), now),
  ),
  of('clusters', 'remove', [ID], ({ clusters }) => clusters.remove('gone')),
  of('clusters', 'raiseEpoch', [ID], ({ clusters }, { cluster }) => clusters.raiseEpoch(cluster)),
  of('clusters', 'readSemaphore', [ID], ({ clusters }, { cluster }) => clusters.readSemaphore(cluster)),
  of('clusters', 'commitIntent', [ID], async ({ clusters }, { cluster }) => {
    const state = await clusters.readSemaphore(cluster);
    return state && clusters.commitIntent(state, []);
  }),
];

const jobQueries: StoreQuery[] = [
  of('jobs', 'create', [], ({ jobs }, { now }) =>
    jobs.create(
      { id: jobId(`new-${now}`), name: `new-${now}`, group: 'group-1', description: '', tags: [], spec: aSpec() },
      { by: 'ada', at: now },
    ),
  ),
  of('jobs', 'put', ['name', ID], ({ jobs }, { now }) =>
    jobs.put(
      { id: jobId('0'), name: 'job-7', group: 'group-1', description: String(now), tags: [], spec: aSpec() },
      { by: 'ada', at: now },
    ),
  ),
  of('jobs', 'get', ['name'], ({ jobs }) => jobs.get('job-7')),
  listJobs('the newest of all', [JOBS], { archived: false }),
  listJobs('the archived', [JOBS], { archived: true }),
  listJobs('of a group', ['archived, group, _id'], { archived: false, group: 'group-1' }),
  listJobs('of some groups', ['archived, group, _id'], { archived: false, groups: ['group-1', 'group-2'] }),
  { ...listJobs('with a text or a tag', [JOBS], { archived: false, text: 'job', tag: 'daily' }), walks: walks.text },
  of('jobs', 'archive', ['name'], ({ jobs }) => jobs.archive('job-8', { by: 'ada', at: LATER })),
  of('jobs', 'revisions', [ID, 'jobId, revision'], ({ jobs }, { job }) => jobs.revisions(job, 20)),
  of('jobs', 'revision', [ID], ({ jobs }, { job }) => jobs.revision(job, 1)),
];

const otherQueries: StoreQuery[] = [
  of('logs', 'tail', [ID], ({ logs }, { run }) => logs.tail(run, 1)),
  of('logs', 'write', [ID], ({ logs }, { chunk, run }) => logs.write(run, 1, chunk)),
  of('logs', 'writeAll', [ID], ({ logs }, { chunk, run }) => logs.writeAll(run, 1, [chunk])),
  of('logs', 'read', [ID], ({ logs }, { run }) => logs.read(run, 1, 1, 100)),
  of('logs', 'search', [ID], ({ logs }, { run }) =>
    logs.search(run, 1, { text: 'line', matchCase: true, from: 1, limit: 10 }),
  ),
  of('logs', 'remove', ['runId, attempt, seq'], ({ logs }) => logs.remove(runId('gone'))),
  of('keys', 'claim', [], ({ keys }, { run, now }) =>
    keys.claim(`key-${now}`, { runId: run, requestHash: 'h', at: now }),
  ),
  of('keys', 'find', [ID], ({ keys }) => keys.find('key-1')),
  of('audit', 'record', [], ({ audit }) =>
    audit.record({ at: LATER, actor: 'ada', action: 'x', subject: 'run/1', details: {} }),
  ),
  listAudit('the newest of all', [ID], {}),
  listAudit('of a subject', ['subject, _id'], { subject: 'run/7' }),
  { ...listAudit('of a kind', [ID, 'subject, _id'], { kind: 'run' }), walks: walks.text },
  listAudit('of an actor', ['actor, _id'], { actor: 'user-1' }),
  { ...listAudit('of an action', [ID], { action: 'run.cancel' }), walks: walks.text },
];

const schedule = aScheduleId(1);
const MINUTE = 60_000;

const scheduleQueries: StoreQuery[] = [
  of('schedules', 'create', [], ({ schedules }, { now }) =>
    schedules.create(
      { id: scheduleId(`new-${now}`), name: `new-${now}`, spec: aScheduleSpec(), nextTimes: [] },
      { by: 'ada', at: now },
    ),
  ),
  of('schedules', 'put', ['name', ID], ({ schedules }, { now }) =>
    schedules.put(
      { id: schedule, name: 'schedule-1', spec: aScheduleSpec({ description: String(now) }), nextTimes: [] },
      { by: 'ada', at: now },
    ),
  ),
  of('schedules', 'get', ['name'], ({ schedules }) => schedules.get('schedule-1')),
  of('schedules', 'find', [ID], ({ schedules }) => schedules.find(schedule)),
  listSchedules('the newest of all', [ID], {}),
  listSchedules('of a job', ['job, _id'], { job: aScheduleSpec().job }),
  { ...listSchedules('with a text', [ID], { text: 'schedule' }), walks: walks.text },
  of('schedules', 'remove', ['name'], ({ schedules }) => schedules.remove('schedule-2')),
  of('schedules', 'pause', [ID], ({ schedules }) => schedules.pause(schedule, { at: LATER, by: 'ada' })),
  of('schedules', 'resume', [ID], ({ schedules }) => schedules.resume(schedule, LATER)),
  of('schedules', 'markSynced', [ID], ({ schedules }) => schedules.markSynced(schedule, 9)),
  of('schedules', 'noteTimes', [ID], ({ schedules }) =>
    schedules.noteTimes(schedule, 1, { watchedUntil: LATER, nextTimes: [] }),
  ),
  of('schedules', 'noteBackfill', [ID], ({ schedules }) =>
    schedules.noteBackfill(schedule, { from: 0, until: 1, count: 1, atOnce: 1, by: 'ada', startedAt: LATER }),
  ),
  of('schedules', 'endBackfill', [ID], ({ schedules }) => schedules.endBackfill(schedule)),
  of('schedules', 'recordFiring', [ID], ({ schedules }, { firing }) => schedules.recordFiring(firing)),
  of('schedules', 'firing', [ID], ({ schedules }) => schedules.firing(schedule, MINUTE)),
  of('schedules', 'endFiring', [ID], ({ schedules }) =>
    schedules.endFiring(schedule, MINUTE, { at: LATER, as: 'succeeded' }),
  ),
  {
    ...of('schedules', 'firings', [ID], ({ schedules }) => schedules.firings(schedule, { from: 10 * MINUTE }, 20)),
    how: 'of all kinds',
  },
  {
    ...of('schedules', 'firings', ['scheduleId, result.kind, _id'], ({ schedules }) =>
      schedules.firings(schedule, { kinds: ['run', 'refused'] }, 20),
    ),
    how: 'of some kinds',
  },
];

const token = { name: 'x', person: 'ada', role: 'launcher', hash: 'h', createdAt: LATER, createdBy: 'ada' } as const;

const accessQueries: StoreQuery[] = [
  of('tokens', 'insert', [], ({ tokens }) => tokens.insert({ id: 'token-new', ...token })),
  of('tokens', 'get', [ID], ({ tokens }) => tokens.get('token-1')),
  of('tokens', 'list', [ID], ({ tokens }) => tokens.list(20)),
  of('tokens', 'ofRole', ['role'], ({ tokens }) => tokens.ofRole('admin')),
  of('tokens', 'revoke', [ID], ({ tokens }) => tokens.revoke('token-1', LATER)),
  of('tokens', 'noteUse', [ID], ({ tokens }) => tokens.noteUse('token-1', LATER)),
  of('sessions', 'insert', [], ({ sessions }) =>
    sessions.insert({ id: 'session-new', tokenId: 'token-1', hash: 'h', createdAt: LATER, expiresAt: LATER }),
  ),
  of('sessions', 'get', [ID], ({ sessions }) => sessions.get('session-1')),
  of('sessions', 'remove', [ID], ({ sessions }) => sessions.remove('session-1')),
  of('sessions', 'removeExpired', ['expiresAt'], ({ sessions }) => sessions.removeExpired(1)),
];

/** Every question that Flotilla asks of its store; docs/operations.md shows them, `npm run check:plans` asks them. */
export const storeQueries: readonly StoreQuery[] = [
  ...runQueries,
  ...leaseQueries,
  ...clusterQueries,
  ...jobQueries,
  ...otherQueries,
  ...scheduleQueries,
  ...accessQueries,
];

function of(store: keyof Stores, method: string, indexes: readonly string[], ask: StoreQuery['ask']): StoreQuery {
  return { store, method, indexes, ask };
}

function list(
  how: string,
  indexes: readonly string[],
  filterOf: (seeded: Seeded) => Parameters<Stores['runs']['list']>[0],
): StoreQuery {
  return { ...of('runs', 'list', indexes, ({ runs }, seeded) => runs.list(filterOf(seeded), 50)), how };
}

function listJobs(how: string, indexes: readonly string[], filter: Parameters<Stores['jobs']['list']>[0]): StoreQuery {
  return { ...of('jobs', 'list', indexes, ({ jobs }) => jobs.list(filter, 50)), how };
}

function listSchedules(
  how: string,
  indexes: readonly string[],
  filter: Parameters<Stores['schedules']['list']>[0],
): StoreQuery {
  return { ...of('schedules', 'list', indexes, ({ schedules }) => schedules.list(filter, 20)), how };
}

function listAudit(
  how: string,
  indexes: readonly string[],
  filter: Parameters<Stores['audit']['list']>[0],
): StoreQuery {
  return { ...of('audit', 'list', indexes, ({ audit }) => audit.list(filter, 50)), how };
}

function tokenOf(run: Seeded['run']) {
  return launchToken(run, 1, 1);
}
