import type { Json } from './json.js';

/** One deed: who did what to what. `subject` is a kind and a name (`cluster/local`, `run/01J…`). */
export interface AuditEntry {
  readonly id: string;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly details: { readonly [name: string]: Json };
}
