/** What the command's exit codes mean; docs/command-line.md holds the same table. A followed run adds its own. */
export const exitCodes = {
  done: 0,
  /** Refused, not found, or something to be put right (doctor, diff). */
  refused: 1,
  usage: 2,
  /** `run` and `rerun`: there is no run. */
  notLaunched: 3,
  /** No server answers, or the connection was lost for good. A run that was followed goes on. */
  noConnection: 4,
  /** The run failed, and no exit code of its command says how. */
  failedWithoutCode: 5,
  /** As timeout(1) has it. */
  timedOut: 124,
  /** Ctrl-C, and a run that was cancelled. */
  interrupted: 130,
  /** Nobody reads our output any more (`| head`). */
  brokenPipe: 141,
} as const;
