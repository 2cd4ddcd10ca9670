import { carries, membersOf, processWith, type SeenProcess } from './process-table.js';
import { hasFinished, type Evidence } from './to-exit.js';

/** A supervisor as its claim describes it, and a text in the environment of everything that it started. */
export interface Group {
  readonly pid: number;
  readonly started: string;
  readonly mark: string;
}

/** How long after the command's end its output may take to be complete, before what holds it open is ended. */
const DRAIN_MILLISECONDS = 300;
/** How long after the firm stop the supervisor may take to tell the code, before it is killed with all the rest. */
const LAST_WORDS_MILLISECONDS = 2_000;

/** The supervisor, if it lives; a pid that was given to another process since is not taken for it. */
export function supervisorOf(group: Group): SeenProcess | undefined {
  const seen = processWith(group.pid);
  return seen?.started === group.started ? seen : undefined;
}

/** Whether anything of the group lives: the supervisor, or what it started if somebody killed the supervisor alone. */
export const isAlive = (group: Group): boolean => supervisorOf(group) !== undefined || orphansOf(group).length > 0;

/** Asks the whole group to end. */
export function signalGroup(group: Group): void {
  if (supervisorOf(group) !== undefined) send(-group.pid, 'SIGTERM');
  else for (const { pid } of orphansOf(group)) send(pid, 'SIGTERM');
}

/** Does what is due: the firm stop after the grace, and the end of whatever outlived the command itself. */
export function enforce(group: Group, evidence: Evidence, now: number): void {
  if (hasFinished(evidence)) return;
  const { code, stop } = evidence;
  const overdue = stop === undefined ? -1 : now - stop.deadline;
  const leftOver = code === undefined ? -1 : now - code.at - DRAIN_MILLISECONDS;
  if (overdue >= LAST_WORDS_MILLISECONDS) killAll(group);
  else if (overdue >= 0 || leftOver >= 0) killCommand(group);
}

/** Kills the command with all its children, but leaves the supervisor to collect the output and to tell the code. */
function killCommand(group: Group): void {
  const supervisor = supervisorOf(group);
  if (supervisor === undefined) return killAll(group);
  for (const member of membersOf(group.pid))
    if (member.pid !== supervisor.pid && member.parent !== supervisor.pid) send(member.pid, 'SIGKILL');
}

function killAll(group: Group): void {
  if (supervisorOf(group) !== undefined) send(-group.pid, 'SIGKILL');
  else for (const { pid } of orphansOf(group)) send(pid, 'SIGKILL');
}

/** What is left of the group without its leader. The mark tells it from a stranger's group with a reused number. */
const orphansOf = (group: Group): SeenProcess[] =>
  processWith(group.pid) === undefined ? membersOf(group.pid).filter(({ pid }) => carries(pid, group.mark)) : [];

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself a moment ago; whether anything is left is looked at again with the next observation.
  }
}
