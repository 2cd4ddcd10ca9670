/** What a signal goes to: the process alone, or its whole process group (which it must lead). */
export type Reach = 'process' | 'group';

/** Sends a signal; false when nobody is there any more. */
export function signalProcess(pid: number, reach: Reach, signal: NodeJS.Signals): boolean {
  // Windows knows no process groups.
  const target = reach === 'group' && process.platform !== 'win32' ? -pid : pid;
  try {
    return process.kill(target, signal);
  } catch {
    return false;
  }
}
