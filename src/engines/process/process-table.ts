import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process as the operating system shows it. */
export interface SeenProcess {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** When it started, in the system's own spelling: equal for the same process, different for a reused pid. */
  readonly started: string;
}

/** The process with this pid; undefined when there is none or it has died and only waits to be collected. */
export function processWith(pid: number): SeenProcess | undefined {
  if (process.platform === 'linux') return fromProc(pid);
  return fromPs(['-p', String(pid)])[0];
}

/** The living members of a process group. Looks at every process of the machine: for rare occasions only. */
export function membersOf(group: number): SeenProcess[] {
  const all =
    process.platform === 'linux'
      ? readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (fromProc(Number(name)) ?? []) : []))
      : fromPs(['-A']);
  return all.filter((seen) => seen.group === group);
}

/** Whether this process was started with the given text in its environment; true where the system does not tell. */
export function carries(pid: number, text: string): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(text);
  } catch {
    return false; // it is gone, or it is somebody else's
  }
}

/** Names this boot of this machine (or container): a pid noted under another name means nothing here. */
export function machineId(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return execFileSync('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid'], { encoding: 'utf8' }).trim();
  }
}

function fromProc(pid: number): SeenProcess | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The program's name stands in parentheses and may hold anything, parentheses and spaces included.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = 'X', parent, group] = fields;
  if (state === 'Z' || state === 'X') return undefined;
  return { pid, parent: Number(parent), group: Number(group), started: fields[19] ?? '' };
}

function fromPs(which: readonly string[]): SeenProcess[] {
  let table: string;
  try {
    table = execFileSync('/bin/ps', ['-o', 'pid=,ppid=,pgid=,stat=,lstart=', ...which], {
      encoding: 'utf8',
      env: { LC_ALL: 'C', TZ: 'UTC0' }, // the supervisor asks with the same two, so that the texts can be compared
    });
  } catch {
    return []; // ps answers 1 when there is no such process
  }
  return table.split('\n').flatMap((line) => {
    const [, pid, parent, group, state, started] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*?)\s*$/.exec(line) ?? [];
    if (pid === undefined || started === undefined || state?.startsWith('Z') === true) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), started }];
  });
}
