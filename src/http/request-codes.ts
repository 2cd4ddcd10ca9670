import type { ProblemCode } from '../../domain/contract/problem.js';

/** The status and the title of each code that a request can be refused with; the other codes are 422 (see `Refusal`). */
export const requestProblems = {
  malformed: { status: 400, title: 'The request is malformed' },
  unauthenticated: { status: 401, title: 'Who are you?' },
  'token-expired': { status: 401, title: 'The token has expired' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Not possible in this state' },
  // Only ever the answer to `If-None-Match: *`, for which HTTP (RFC 9110, 13.1.2) has no other status than this.
  'already-exists': { status: 412, title: 'There is one of this name already' },
  'key-reused': { status: 409, title: 'The Idempotency-Key belongs to another request' },
  'cluster-draining': { status: 409, title: 'The cluster is draining' },
  'cluster-in-use': { status: 409, title: 'The cluster is in use' },
  'too-large': { status: 413, title: 'The request is too large' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  'store-unavailable': { status: 503, title: 'The store is away' },
  'temporal-unavailable': { status: 503, title: 'Temporal is away' },
  internal: { status: 500, title: 'An error of our own' },
} satisfies Partial<Record<ProblemCode, { status: number; title: string }>>;

export type RequestCode = keyof typeof requestProblems;
