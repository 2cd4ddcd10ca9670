import type { Json } from './json.js';

/** The kinds of things that deeds are done to; a subject begins with its kind. */
export const auditKinds = ['run', 'job', 'cluster', 'schedule', 'token'] as const;

/** One deed: who did what to what. `subject` is a kind and a name (`cluster/local`, `run/01J…`). */
export interface AuditEntry {
  readonly id: string;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly details: { readonly [name: string]: Json };
  /** Where the request came from; absent for deeds of Flotilla's own. */
  readonly from?: Origin;
}

/** Where a request came from, and by what right. */
export interface Origin {
  readonly address: string;
  /** The page, the command line, or another program. */
  readonly client: 'page' | 'cli' | 'api';
  /** The id of the token; absent where none was asked for. */
  readonly token?: string;
}
