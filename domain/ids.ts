/** Ids are built here and nowhere else, so that nobody has to guess how one is spelled. */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A run's ULID: sortable by the time of acceptance. */
export type RunId = Branded<'RunId'>;
/** A job's ULID. */
export type JobId = Branded<'JobId'>;
/** A schedule's ULID. */
export type ScheduleId = Branded<'ScheduleId'>;

const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** Tells whether the text has the form of a ULID; use it before branding what came from outside. */
export const isUlid = (text: string): boolean => ULID.test(text);

/** Brands a text that is known to be a run id (it came from our store, or `isUlid` said so). */
export const runId = (text: string): RunId => text as RunId; // the one place where a run id is branded

/** Brands a text that is known to be a job id. */
export const jobId = (text: string): JobId => text as JobId; // the one place where a job id is branded

/** Brands a text that is known to be a schedule id. */
export const scheduleId = (text: string): ScheduleId => text as ScheduleId; // the one place where a schedule id is branded

/** The Temporal workflow that carries out a run. */
export const runWorkflowId = (id: RunId): string => `run/${id}`;

/** The Temporal workflow that tidies up after a run whose own workflow was closed by force. */
export const cleanupWorkflowId = (id: RunId): string => `cleanup/${id}`;

/** The Temporal workflow that grants a cluster's capacity. */
export const semaphoreWorkflowId = (cluster: string): string => `semaphore/${cluster}`;

/** The Temporal workflow (and its schedule) that heals what crashes leave behind. */
export const maintenanceWorkflowId = 'maintenance';

/** Temporal's own schedule for one of ours. */
export const temporalScheduleId = (id: ScheduleId): string => `schedule/${id}`;

/** Takes the id of a Temporal schedule apart; undefined when it is none of ours. */
export function parseTemporalScheduleId(text: string): ScheduleId | undefined {
  const [kind, id, ...rest] = text.split('/');
  return kind === 'schedule' && id !== undefined && rest.length === 0 && isUlid(id) ? scheduleId(id) : undefined;
}

/** The nominal time of a firing as it is spelled in ids and sentences: whole seconds, UTC. */
export const nominal = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** What Temporal puts before the nominal time when it starts the workflow of a firing. */
export const scheduledWorkflowIdPrefix = (id: ScheduleId): string => `scheduled/${id}`;

/** The Temporal workflow of one firing, spelled as Temporal's scheduler spells it. */
export const scheduledWorkflowId = (id: ScheduleId, at: number): string =>
  `${scheduledWorkflowIdPrefix(id)}-${nominal(at)}`;

/** The Temporal workflow that carries out times of the past. */
export const backfillWorkflowId = (id: ScheduleId): string => `backfill/${id}`;

/** The identity of a firing: there is at most one per schedule and nominal time. Sorts by time within a schedule. */
export const firingId = (id: ScheduleId, at: number): string => `${id}.${nominal(at)}`;

/**
 * The identity of one launch. The same token always means the same container, so a launch may be
 * repeated as often as it takes. `try` grows only when the engine has said for certain that nothing was started.
 */
export type LaunchToken = Branded<'LaunchToken'>;

export const launchToken = (id: RunId, attempt: number, tryNumber: number): LaunchToken =>
  `${id}.${attempt}.${tryNumber}` as LaunchToken; // the one place where a token is built

/** Takes a token apart; undefined when the text is not one (for example a container that somebody else named). */
export function parseLaunchToken(text: string): { runId: RunId; attempt: number; try: number } | undefined {
  const [id, attempt, tryNumber, ...rest] = text.split('.');
  if (id === undefined || !isUlid(id) || rest.length > 0) return undefined;
  if (!isCount(attempt) || !isCount(tryNumber)) return undefined;
  return { runId: runId(id), attempt: Number(attempt), try: Number(tryNumber) };
}

// One spelling only: '01' and '1e1' are numbers too, but not ours.
const isCount = (text: string | undefined): boolean => text !== undefined && /^[1-9]\d{0,8}$/.test(text);

/** The key of one chunk of a run's log. */
export const logChunkId = (id: RunId, attempt: number, seq: number): string => `${id}.${attempt}.${seq}`;
