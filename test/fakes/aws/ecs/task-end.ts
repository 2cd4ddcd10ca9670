/** How a task ended, in AWS's words; `byForce` leaves its containers no time. */
export type TaskEnd = {
  readonly stopCode: string | undefined;
  readonly stoppedReason: string;
  readonly byForce?: boolean;
};

/** Thrown to leave what a task was about to do, because it is to end. */
export class TaskEnds extends Error {
  constructor(readonly end: TaskEnd) {
    super(end.stoppedReason);
  }
}

/** A task that never got to RUNNING. */
export function failedToStart(stoppedReason: string): TaskEnds {
  return new TaskEnds({ stopCode: 'TaskFailedToStart', stoppedReason });
}

/** The end that an error on the way to RUNNING means. */
export function toTaskEnd(cause: unknown): TaskEnd {
  if (cause instanceof TaskEnds) return cause.end;
  return { stopCode: 'TaskFailedToStart', stoppedReason: `InternalError: ${String(cause)}` };
}
