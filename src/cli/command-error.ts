import { exitCodes } from './exit-codes.js';

/** Ends the command with a message for the person who typed it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    message: string,
    readonly exitCode: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The request was answered, with a refusal (problem+json). */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly problem: ProblemAnswer,
    /** `POST /api/runs`, for the person who looks for it in the server's log. */
    readonly request: string,
    readonly retryAfterSeconds?: number,
    readonly exitCode: number = exitCodes.refused,
  ) {
    super(problem.detail);
  }
}

/** The parts of the contract's Problem that the command line relies on; a proxy in between may answer less. */
export interface ProblemAnswer {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  readonly requestId?: string;
}
