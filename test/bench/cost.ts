import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100; // USER_HZ, the same on every Linux that we know of

/** Processor time used so far by these processes, in seconds. Linux only. */
export const cpuSeconds = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => {
    const fields = afterName(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return sum + (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  }, 0);

/** Proportional set size of these processes in MiB: shared pages are counted once over all. Linux only. */
export const pssMiB = (pids: readonly number[]): number =>
  Math.round(
    pids.reduce((sum, pid) => {
      const line = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
      return sum + Number(line?.[1] ?? 0) / 1024;
    }, 0),
  );

// A process name may hold spaces and brackets; the fields after it do not.
const afterName = (stat: string): string[] => stat.slice(stat.lastIndexOf(')') + 2).split(' ');

/** A process and everything that it and its children have started. Linux only. */
export function withDescendants(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return [pid, ...children.flatMap((child) => withDescendants(Number(child)))];
}
