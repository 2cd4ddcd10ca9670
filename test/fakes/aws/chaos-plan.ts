/** What a rule is about: each given text must be part of the task's cluster, startedBy, family or image. */
export type Match = {
  readonly cluster?: string;
  readonly startedBy?: string;
  readonly family?: string;
  readonly image?: string;
};

/** Acts `times` times (default 1, Infinity allowed) after letting `skip` chances pass. */
type Limited = { readonly match?: Match; readonly times?: number; readonly skip?: number };

export type CallEffect =
  /** The call is carried out, then the connection is cut. */
  | { readonly kind: 'lose-response' }
  /** The connection is cut and nothing is done. */
  | { readonly kind: 'lose-request' }
  | { readonly kind: 'throttle' }
  | { readonly kind: 'error'; readonly type: string; readonly message: string; readonly status?: number }
  | { readonly kind: 'server-error' }
  /** AccessDeniedException that names the action, as AWS words it. */
  | { readonly kind: 'denied' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'delay'; readonly ms: number }
  /** RunTask: HTTP 200, no task, one failure. */
  | { readonly kind: 'refuse'; readonly reason: string; readonly detail?: string }
  /** DescribeTasks: the matched tasks are in failures[] as MISSING. */
  | { readonly kind: 'missing' };

export type CallRule = Limited & { readonly operation: string; readonly then: CallEffect };

export type ForcedEnd = {
  /** Counted from RUNNING; without it, when the program ends by itself. */
  readonly afterMs?: number;
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  /** null: the container has no exit code. */
  readonly exitCode?: number | null;
  /** The container's reason. */
  readonly reason?: string;
};

export type PullFailure = 'not-found' | 'denied' | 'timeout' | 'rate-limit' | 'no-space';
export type StartFailure = 'no-capacity' | 'secret-missing' | 'log-group-missing' | 'command-not-found';

export type TaskRule = Limited & {
  /** So long after RunTask DescribeTasks says MISSING and ListTasks leaves the task out. */
  readonly hiddenMs?: number;
  readonly emptyContainersMs?: number;
  readonly stuck?: 'PROVISIONING' | 'PENDING';
  readonly pull?: PullFailure;
  readonly start?: StartFailure;
  readonly end?: ForcedEnd;
  readonly outOfMemory?: boolean;
  readonly spotAfterMs?: number;
};

export type LogRule = {
  readonly match?: Match;
  /** Every event becomes readable so much later. */
  readonly delayMs?: number;
  /** The newest `tailEvents` (default 5) become readable so long after STOPPED. */
  readonly tailDelayMs?: number;
  readonly tailEvents?: number;
  /** Pages of at most so many events, whatever the limit. */
  readonly splitEvery?: number;
  /** So many empty pages, each with a new token, between two filled ones. */
  readonly emptyPages?: number;
  /** Nothing ever arrives: there is no stream. */
  readonly lost?: boolean;
};

/** Everything that goes wrong in one test. */
export type ChaosPlan = {
  readonly calls?: readonly CallRule[];
  readonly tasks?: readonly TaskRule[];
  readonly logs?: LogRule;
};
