import type { Problem, ProblemCode } from '../../domain/contract/problem.js';
import { failures, type FailureCode } from '../../domain/failures.js';
import { requestProblems, type RequestCode } from './request-codes.js';

export interface FieldError {
  readonly path: string;
  readonly message: string;
  /** The keyword of the JSON Schema that a value breaks, or a word of ours. */
  readonly rule?: string;
}

/** A request that is not carried out, in the words of the closed list; the problem filter writes it to the wire. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly errors?: readonly FieldError[],
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }

  /** The refusal as it travels. */
  toProblem(requestId?: string): Problem {
    const { status, title } = headOf(this.code);
    return {
      type: `urn:flotilla:${this.code}`,
      title,
      status,
      detail: this.detail,
      code: this.code,
      ...(this.errors === undefined ? {} : { errors: [...this.errors] }),
      ...(requestId === undefined ? {} : { requestId }),
    };
  }
}

/** Nothing by this name, with the field that named it where there is one. */
export const notFound = (what: string, path?: string): Refusal =>
  new Refusal('not-found', what, path === undefined ? undefined : [{ path, message: what }]);

/** A request whose fields are wrong, at most 50 of them; the detail says it all in one line. */
export function malformed(errors: readonly FieldError[]): Refusal {
  const told = errors.slice(0, 50);
  const detail = told.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
  return new Refusal('malformed', detail.slice(0, 1000), told);
}

function headOf(code: ProblemCode): { status: number; title: string } {
  if (code in requestProblems) return requestProblems[code as RequestCode]; // just looked
  // Any other code is one that a run could end with: a request that can be known to be impossible.
  return { status: 422, title: failures[code as FailureCode].sentence };
}
