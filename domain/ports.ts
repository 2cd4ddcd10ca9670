/**
 * What the rules and stories need from the world: small ports, each with one contract suite in test/contracts/ that
 * every adapter passes. They are abstract classes so that they serve as injection tokens as well.
 */
import type { ApiToken, Role, Session } from './access.js';
import type { AuditEntry } from './audit.js';
import type { Cluster, EngineKind, EngineSettings, SemaphoreState } from './cluster.js';
import type { ConnectionFinding, Discovery, Machines } from './connection.js';
import type { EngineDescription, EngineLogPage, LaunchAnswer, LaunchSpec, OwnedContainer } from './engine.js';
import type { Exit, Observation } from './exit.js';
import type { FailureReport } from './failures.js';
import type { JobId, LaunchToken, RunId } from './ids.js';
import type { Job, JobRevision } from './job.js';
import type { Json } from './json.js';
import type { Grant, Lease } from './lease.js';
import type { LogChunk, LogTail } from './log-chunk.js';
import type { LogLine } from './log-line.js';
import type { Outcome, StopCause } from './outcome.js';
import type { QueueLine } from './queue-line.js';
import type { Attempt, LogHead, Run } from './run.js';
import type { LiveState, RunState } from './run-state.js';

/** A page of a list, newest first. `next` goes on behind the last item; absent at the end. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** Runs containers on one cluster. */
export abstract class Engine {
  /** What this engine can do and how it likes to be asked. */
  abstract describe(): EngineDescription;
  /** Our words in the engine's words. Pure: the result is saved before the first launch and never changes after. */
  abstract prepare(spec: LaunchSpec): Json;
  /**
   * Starts the container once: called again with the same token it finds the same container, also when an earlier
   * caller died half-way. Throws when the outcome is not known; then the same call is to be repeated. A Failure with
   * `nothingDone` tells of this call that it started nothing; the same call may succeed later. When `unwanted` is aborted
   * while it prepares the start (pulls an image), it throws the signal's reason and starts nothing any more.
   */
  abstract launch(
    request: Json,
    token: LaunchToken,
    progress?: (phase: string) => void,
    unwanted?: AbortSignal,
  ): Promise<LaunchAnswer>;
  /** One observation per handle, in the order asked. Throws only when the engine cannot be asked at all. */
  abstract inspect(handles: readonly Json[]): Promise<Observation[]>;
  /** Stops politely, and firmly after the grace. Answers at once; `already-ended` when there was nothing left to stop. */
  abstract stop(handle: Json, graceSeconds: number, reason: string): Promise<'stopping' | 'already-ended'>;
  /** Whole lines from the cursor on (`''` is the start), at most `limit`; the same cursor gives the same lines first. */
  abstract logs(handle: Json, cursor: string, limit: number): Promise<EngineLogPage>;
  /** Everything that carries the mark of this installation, ended containers included while they can be seen. */
  abstract owned(): Promise<OwnedContainer[]>;
  /** Calls back when the container or its log may have changed; a hint that saves polling. Ends with the returned call. */
  abstract onChange(handle: Json, listener: () => void): () => void;
  /** Frees what is kept of an ended container, once its log is complete. Doing it again changes nothing. */
  abstract forget(handle: Json): Promise<void>;
  /** Answers when the engine can be reached; throws a Failure that says why not. */
  abstract check(): Promise<void>;

  /** The machines as they are now; none where containers have no machines that one could count. */
  machines(): Promise<Machines> {
    return Promise.resolve({ count: 0, all: {}, free: {} });
  }

  /** Everything that the connection needs, point by point, for an operator. Never throws, and starts nothing. */
  async examine(): Promise<ConnectionFinding[]> {
    try {
      await this.check();
      return [{ what: 'engine', state: 'ok', message: 'It answers.' }];
    } catch (error) {
      return [{ what: 'engine', state: 'bad', message: error instanceof Error ? error.message : String(error) }];
    }
  }
}

/** Finds the engine of a cluster; one instance per cluster and settings. */
export abstract class Engines {
  /** Throws `Failure('invalid-request')` for a kind that this installation does not offer, with the reason. */
  abstract of(cluster: Cluster): Engine;
  /** The kinds of cluster that this installation can be connected with. */
  abstract kinds(): EngineKind[];
  /** What is wrong with the settings of a cluster's engine, each with the path of its field; empty when it can be used. */
  abstract problems(settings: EngineSettings): { path: string; message: string }[];
  /** Places that could be connected beside the known ones; `region` is looked at as well. */
  abstract discover(known: readonly Cluster[], region?: string): Promise<Discovery>;
}

/** Which runs a list is asked for; every field narrows it. */
export interface RunFilter {
  readonly states?: readonly RunState[];
  readonly cluster?: string;
  readonly jobId?: JobId;
  readonly owner?: string;
  readonly group?: string;
  /** Any of these: what the one who asks may see. */
  readonly groups?: readonly string[];
  readonly label?: { readonly name: string; readonly value: string };
  /** Accepted at or after, and before; milliseconds. */
  readonly since?: number;
  readonly until?: number;
  /** A part of the run's name, id or failure sentence, case folded. */
  readonly text?: string;
}

/**
 * The record of runs. Every write is one conditional change of one document: repeated or late, it changes nothing.
 * Writes answer the run as it is afterwards, or undefined when it does not exist.
 */
export abstract class RunStore {
  /** Writes a new run; an existing one with this id is left as it is. */
  abstract insert(run: Run): Promise<void>;
  abstract get(id: RunId): Promise<Run | undefined>;
  abstract list(filter: RunFilter, limit: number, cursor?: string): Promise<Page<Run>>;
  /** How many runs are in each live state, per cluster. */
  abstract countLive(): Promise<{ cluster: string; state: RunState; count: number }[]>;
  /** The ids of runs in these states, oldest first, after the given one; cheap enough to look at all. */
  abstract idsIn(states: readonly LiveState[], limit: number, after?: RunId): Promise<RunId[]>;
  /** Live runs whose cancel was asked for before the given time, the longest ago first. */
  abstract cancelling(requestedBefore: number, limit: number): Promise<Run[]>;
  /** The latest final runs of each of these jobs, newest first, at most `limit` each. */
  abstract recentOf(jobs: readonly JobId[], limit: number): Promise<Run[]>;

  /** The ids of final runs that ended before that time, the oldest of each state first. */
  abstract endedBefore(at: number, limit: number): Promise<RunId[]>;
  /** Takes a final run out of the history; a live one, or none, is left as it is. */
  abstract remove(id: RunId): Promise<void>;

  /** queued → starting with this attempt; the same token again changes nothing, a new try replaces the refused one. */
  abstract beginAttempt(id: RunId, attempt: Attempt): Promise<Run | undefined>;
  /** Saves the handle of the attempt with this token. */
  abstract recordLaunch(id: RunId, token: LaunchToken, handle: Json, at: number): Promise<Run | undefined>;
  /** What the engine does before the command runs. */
  abstract recordPhase(id: RunId, token: LaunchToken, phase: string): Promise<void>;
  /** starting → running. */
  abstract recordRunning(id: RunId, token: LaunchToken, at: number): Promise<Run | undefined>;
  /** starting | running → stopping, with the cause; only the first cause stays. */
  abstract recordStop(id: RunId, token: LaunchToken, cause: StopCause, at: number): Promise<Run | undefined>;
  /** The container has ended; its exit is kept whatever becomes of the run. Only the first exit stays. */
  abstract recordExit(id: RunId, token: LaunchToken, exit: Exit, at: number): Promise<Run | undefined>;
  /**
   * The usual end in one write: starting | running → the outcome's final state, with the exit of the latest attempt.
   * Undefined, and nothing written, when a stop or an exit of it is recorded already or it is not the latest.
   */
  abstract recordEnd(
    id: RunId,
    token: LaunchToken,
    end: { readonly exit: Exit; readonly outcome: Outcome },
    at: number,
  ): Promise<Run | undefined>;
  /** starting | running | stopping → queued, for another attempt or another try. */
  abstract requeue(id: RunId, token: LaunchToken, why: Requeue, at: number): Promise<Run | undefined>;
  /** Any live state → the outcome's final state; an attempt's failure is kept with it. */
  abstract finish(id: RunId, outcome: Outcome, at: number): Promise<Run | undefined>;
  /** queued → the outcome's final state; a run that has begun, or is over, is left as it is. */
  abstract finishWaiting(id: RunId, outcome: Outcome, at: number): Promise<Run | undefined>;
  /** Keeps what is known of an attempt's log. One that is complete stays so: a slow reader may come with less. */
  abstract recordLog(id: RunId, token: LaunchToken, log: LogHead): Promise<void>;
  /** Notes that a person wants the run to end; the first request stays. A final run is left as it is. */
  abstract requestCancel(
    id: RunId,
    cancel: { requestedAt: number; by: string; reason?: string },
  ): Promise<Run | undefined>;
  /** Changes the priority of a run that still waits. */
  abstract reprioritise(id: RunId, priority: number): Promise<Run | undefined>;
}

/** Why a run goes back to the queue. */
export type Requeue =
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'retry'; readonly spends: 'user' | 'infrastructure'; readonly failure: FailureReport };

/** The leases of all live runs: the ledger that the capacity semaphore works on. */
export abstract class LeaseLedger {
  /** Writes a waiting lease; an existing one of this run is left as it is. */
  abstract enqueue(lease: Lease): Promise<void>;
  abstract get(runId: RunId): Promise<Lease | undefined>;
  /** Those of the runs that have a lease. */
  abstract known(runIds: readonly RunId[]): Promise<RunId[]>;
  /** Those of the runs that hold their lease. */
  abstract holding(runIds: readonly RunId[]): Promise<RunId[]>;
  /** Waiting leases whose deadline has passed, the longest ago first. */
  abstract overdue(now: number, limit: number): Promise<Lease[]>;
  /** The first waiting leases by priority and time (of one priority, if given), those in a backoff at `now` left out. */
  abstract head(cluster: string, now: number, limit: number, priority?: number): Promise<Lease[]>;
  /** The lines that waiting leases stand in, however many those are. */
  abstract lines(cluster: string): Promise<QueueLine[]>;
  /** The first waiting leases of a line, those in a backoff at `now` left out. */
  abstract headOfLine(cluster: string, key: string, now: number, limit: number): Promise<Lease[]>;
  /** Waiting leases by priority and time, those in a backoff included; for showing the queue. */
  abstract waiting(cluster: string, limit: number): Promise<Lease[]>;
  /** Everything that counts against the cluster's limits. */
  abstract held(cluster: string): Promise<Lease[]>;
  /** How many that are. */
  abstract countHeld(cluster: string): Promise<number>;
  abstract countWaiting(cluster: string): Promise<number>;
  /** How many waiting leases come before this one by priority and time. */
  abstract countAhead(lease: Lease): Promise<number>;
  /** queued at generation g-1 → granted at g. True when the lease is granted or active at g afterwards. */
  abstract grant(grant: Grant, at: number): Promise<boolean>;
  /** Granted leases whose run has not taken them and that were not signalled since the given time. */
  abstract unacknowledged(cluster: string, signalledBefore: number, limit: number): Promise<Lease[]>;
  abstract markSignalled(runIds: readonly RunId[], at: number): Promise<void>;
  /** granted → active at this generation. True also when it was so already. */
  abstract take(runId: RunId, generation: number, at: number): Promise<boolean>;
  /**
   * granted | active at this generation → queued, not before the given time; a new deadline replaces the old one. False
   * when it is no longer held so.
   */
  abstract requeue(runId: RunId, generation: number, notBefore: number, deadlineAt?: number): Promise<boolean>;
  /** Deletes the lease if it still waits; false when it has been granted meanwhile. */
  abstract cancelWaiting(runId: RunId): Promise<boolean>;
  /** Deletes the lease, whatever its state; deleting it again changes nothing. */
  abstract release(runId: RunId): Promise<void>;
  /**
   * Makes the lease active at its generation, whatever the ledger says: for a run whose container is known to live
   * (the ledger may have lost its latest writes with its machine). Also over the limits, since the container is there.
   * False, and nothing written, where a newer generation is there.
   */
  abstract assert(lease: Lease): Promise<boolean>;
  /** Notes signs of life. */
  abstract touch(runIds: readonly RunId[], at: number): Promise<void>;
  /** Held leases without a sign of life since the given time, oldest first. */
  abstract silent(seenBefore: number, limit: number): Promise<Lease[]>;
  abstract reprioritise(runId: RunId, priority: number): Promise<boolean>;
}

/** Clusters, and the write-ahead log of each one's allocator. */
export abstract class ClusterStore {
  /** Creates the cluster. Undefined, and nothing changed, when there is one of this name; of many at once one wins. */
  abstract create(
    cluster: Pick<Cluster, 'name' | 'engine' | 'limits' | 'description'> & Partial<Pick<Cluster, 'queue'>>,
    at: number,
  ): Promise<Cluster | undefined>;
  /**
   * Creates or changes settings, limits, queue and description; a change of limits or queue raises `limitsVersion`.
   * Without a queue it stays as it is, and is the default for a new cluster.
   */
  abstract put(
    cluster: Pick<Cluster, 'name' | 'engine' | 'limits' | 'description'> & Partial<Pick<Cluster, 'queue'>>,
    at: number,
  ): Promise<{ cluster: Cluster; created: boolean }>;
  abstract get(name: string): Promise<Cluster | undefined>;
  abstract list(): Promise<Cluster[]>;
  abstract setStatus(
    name: string,
    status: Cluster['status'],
    reason: string | undefined,
    at: number,
  ): Promise<Cluster | undefined>;
  abstract remove(name: string): Promise<boolean>;
  /** Makes the caller the cluster's only allocator. Undefined when there is no such cluster. */
  abstract raiseEpoch(name: string): Promise<SemaphoreState | undefined>;
  abstract readSemaphore(name: string): Promise<SemaphoreState | undefined>;
  /**
   * Writes the intent ahead of the grants. False when another allocator has taken over, this batch was won by
   * somebody else, or the limits or the status changed: then read again and decide anew.
   */
  abstract commitIntent(decided: SemaphoreState, intent: readonly Grant[]): Promise<boolean>;
}

/** What a document changed of a job: its spec (then there is a new revision), what else is said of it, or nothing. */
export type JobPut = { readonly kind: 'created' | 'revised' | 'changed' | 'unchanged'; readonly job: Job };

export abstract class JobStore {
  /** Creates the job. Undefined, and nothing changed, when there is one of this name, even an archived one; of many at once one wins. */
  abstract create(
    job: Pick<Job, 'id' | 'name' | 'group' | 'description' | 'tags' | 'spec'>,
    change: { by: string; at: number; note?: string },
  ): Promise<Job | undefined>;
  /** Creates the job or a new revision; equal specs make none. An archived job comes back. */
  abstract put(
    job: Pick<Job, 'id' | 'name' | 'group' | 'description' | 'tags' | 'spec'>,
    change: { by: string; at: number; note?: string },
  ): Promise<JobPut>;
  abstract get(name: string): Promise<Job | undefined>;
  /** The archived ones or the others, newest first. */
  abstract list(
    filter: { archived: boolean; text?: string; group?: string; groups?: readonly string[]; tag?: string },
    limit: number,
    cursor?: string,
  ): Promise<Page<Job>>;
  abstract archive(name: string, change: { by: string; at: number }): Promise<Job | undefined>;
  abstract revisions(id: JobId, limit: number, cursor?: string): Promise<Page<JobRevision>>;
  abstract revision(id: JobId, revision: number): Promise<JobRevision | undefined>;
}

/** Logs, as chunks of whole lines. */
export abstract class LogStore {
  /** The end of what is stored of an attempt's log. */
  abstract tail(runId: RunId, attempt: number): Promise<LogTail>;
  /** Writes a chunk; a stored chunk with the same number is only ever replaced by one with more lines, or sealed. */
  abstract write(runId: RunId, attempt: number, chunk: LogChunk): Promise<void>;
  /** Writes chunks one after the other; one that cannot be written leaves those before it, and none behind it. */
  abstract writeAll(runId: RunId, attempt: number, chunks: readonly LogChunk[]): Promise<void>;
  /** Lines `from` … `from + limit - 1` as far as they exist. */
  abstract read(runId: RunId, attempt: number, from: number, limit: number): Promise<LogLine[]>;
  /** The first lines at or after `from` that contain the text, case folded unless told; `next` is where to search on when not all were looked at. */
  abstract search(
    runId: RunId,
    attempt: number,
    search: { text: string; matchCase: boolean; from: number; limit: number },
  ): Promise<{ lines: LogLine[]; next?: number }>;
  abstract remove(runId: RunId): Promise<void>;
}

/** Which run a caller's Idempotency-Key belongs to. */
export abstract class IdempotencyKeys {
  /** Claims the key for this run, or answers the earlier claim. */
  abstract claim(key: string, claim: IdempotencyClaim): Promise<IdempotencyClaim>;
  /** The claim of this key, if there is one. */
  abstract find(key: string): Promise<IdempotencyClaim | undefined>;
}
export interface IdempotencyClaim {
  readonly runId: RunId;
  readonly requestHash: string;
  readonly at: number;
}

/** Who did what, when, to what. */
export abstract class AuditTrail {
  abstract record(entry: Omit<AuditEntry, 'id'>): Promise<void>;
  abstract list(filter: AuditFilter, limit: number, cursor?: string): Promise<Page<AuditEntry>>;
}
export interface AuditFilter {
  readonly subject?: string;
  /** The kind of the subject: `cluster` finds `cluster/local`. */
  readonly kind?: string;
  readonly actor?: string;
  readonly action?: string;
  /** Done at or after, and before; milliseconds. */
  readonly since?: number;
  readonly until?: number;
}

/** Starts and steers the durable workflows. Every call may be repeated. */
export abstract class RunStarter {
  /** Starts the run's workflow unless it is there already; `closed` when it has ended. */
  abstract start(run: Pick<Run, 'id' | 'snapshot' | 'owner'>): Promise<'started' | 'closed'>;
  /**
   * Starts the run's workflow in the background, a few at a time, so that a burst of launches does not hold up the
   * grants. It may be lost or skipped: the grant, a cancel and the sweep start a workflow that is missing.
   */
  abstract startSoon(run: Pick<Run, 'id' | 'snapshot' | 'owner'>): void;
  /** Tells the run's workflow that it has its lease; starts the workflow if there is none yet. */
  abstract granted(
    lease: Pick<Lease, 'runId' | 'cluster' | 'name' | 'owner' | 'generation'>,
  ): Promise<'delivered' | 'closed'>;
  /** Tells the run's workflow to end the run; starts the workflow if there is none yet. */
  abstract cancel(run: Pick<Run, 'id' | 'snapshot' | 'owner'>): Promise<'delivered' | 'closed'>;
  /** Makes sure that the cluster's allocator is there. */
  abstract ensureSemaphore(cluster: string): Promise<void>;
  /** Tidies up after a run whose workflow was closed by force. False when that is under way already. */
  abstract cleanup(runId: RunId, evidence: string): Promise<boolean>;
  /** Whether the run's workflow is open, closed (how, and in whose words), or was never started. */
  abstract look(runId: RunId): Promise<WorkflowLook>;
  /**
   * Runs whose workflow was closed by force since the given time. A hint that makes healing quick: it may be late or
   * incomplete, and whoever uses it looks at each run before acting.
   */
  abstract closedByForce(since: number): AsyncIterable<RunId>;
  /** Answers when Temporal can be reached; throws when not. */
  abstract check(): Promise<void>;
}
export type WorkflowLook =
  | { readonly kind: 'open' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'closed'; readonly how: string; readonly outcome?: Outcome };

/**
 * Short-cuts between processes, so that nobody has to wait for the next poll. A wake-up may be lost;
 * nothing may depend on it.
 */
export abstract class Wakeups {
  abstract wake(topic: string): void;
  /** Calls back at each wake of the topic until the returned call. */
  abstract subscribe(topic: string, listener: () => void): () => void;
}
export const queueTopic = (cluster: string): string => `queue/${cluster}`;
export const runTopic = (id: RunId): string => `run/${id}`;

export abstract class Clock {
  /** Milliseconds since 1970. */
  abstract now(): number;
}

/** API tokens. None is ever deleted: the audit trail names them. */
export abstract class TokenStore {
  /** Writes a new token; false when there is one with this id, which then stays as it is. */
  abstract insert(token: ApiToken): Promise<boolean>;
  abstract get(id: string): Promise<ApiToken | undefined>;
  abstract list(limit: number, cursor?: string): Promise<Page<ApiToken>>;
  /** All tokens of a role. */
  abstract ofRole(role: Role): Promise<ApiToken[]>;
  /** Ends the token; the first time stays. Undefined when there is no such token. */
  abstract revoke(id: string, at: number): Promise<ApiToken | undefined>;
  /** Notes a use; an earlier one changes nothing. */
  abstract noteUse(id: string, at: number): Promise<void>;
}

/** Browsers that are logged in. */
export abstract class SessionStore {
  abstract insert(session: Session): Promise<void>;
  abstract get(id: string): Promise<Session | undefined>;
  abstract remove(id: string): Promise<void>;
  /** Removes those that ended by the given time. */
  abstract removeExpired(now: number): Promise<void>;
}

/** Where the values of secrets come from, for engines that start containers themselves. Values are handed on, never kept. */
export abstract class SecretProvider {
  /** Whether there is such a secret, without looking at its value. */
  abstract has(name: string): Promise<boolean>;
  /** Its value; undefined when there is none. Throws when that cannot be found out now. */
  abstract read(name: string): Promise<string | undefined>;
}
