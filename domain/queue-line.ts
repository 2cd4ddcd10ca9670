import { type JobId, jobId } from './ids.js';
import type { Lease } from './lease.js';
import type { Need } from './resources.js';

/** Waiting leases that differ in nothing but their time: only the first of them need be looked at. */
export interface QueueLine {
  readonly key: string;
  readonly priority: number;
  readonly owner: string;
  readonly group: string;
  readonly job?: { readonly id: JobId; readonly concurrency?: number };
  readonly need: Need;
}

type Alike = Pick<Lease, 'priority' | 'owner' | 'group' | 'job' | 'need'>;

/** The same for all leases of one line, and different for different lines. */
export const lineKey = ({ priority, owner, group, job, need }: Alike): string =>
  JSON.stringify([
    priority,
    owner,
    group,
    job?.id ?? '',
    job?.concurrency ?? 0,
    need.slots,
    need.cpu,
    need.memoryMiB,
    need.gpu,
  ]);

/** The line that a key stands for. */
export function lineOf(key: string): QueueLine {
  const parts = JSON.parse(key) as [number, string, string, string, number, number, number, number, number]; // see lineKey
  const [priority, owner, group, job, concurrency, slots, cpu, memoryMiB, gpu] = parts;
  return {
    key,
    priority,
    owner,
    group,
    ...(job === '' ? {} : { job: { id: jobId(job), ...(concurrency === 0 ? {} : { concurrency }) } }),
    need: { slots, cpu, memoryMiB, gpu },
  };
}
