import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { isAlive, ownIdentity, type ProcessIdentity, startOf } from './process-identity.js';
import { type Reach, signalProcess } from './signal-process.js';
import type { Say } from './say.js';
import { pause } from './pause.js';

const Identity = z.object({ pid: z.number().int().positive(), start: z.string() });
const RecordFile = z.object({
  owner: Identity,
  processes: z.array(Identity.extend({ name: z.string(), reach: z.enum(['process', 'group']) })),
});
type RecordFile = z.infer<typeof RecordFile>;

const POLITE_MS = 5000;

/**
 * The file that knows every process which we started, so that the next start can end what a kill -9 of this one leaves behind.
 * Written before anything else happens with a new process, and in one piece.
 */
export class ProcessRecord {
  readonly #path: string;
  readonly #owner = ownIdentity();
  readonly #processes = new Map<number, RecordFile['processes'][number]>();

  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true });
    this.#write();
  }

  add(name: string, pid: number, reach: Reach): void {
    const start = startOf(pid);
    if (start === undefined) return; // it has ended already
    this.#processes.set(pid, { name, pid, start, reach });
    this.#write();
  }

  remove(pid: number): void {
    if (this.#processes.delete(pid)) this.#write();
  }

  /** Sends a signal to everything that is still recorded. */
  signalAll(signal: NodeJS.Signals): void {
    for (const { pid, reach } of this.#processes.values()) signalProcess(pid, reach, signal);
  }

  /** Forgets everything; the last act of an orderly end. */
  close(): void {
    rmSync(this.#path, { force: true });
  }

  #write(): void {
    const content: RecordFile = { owner: this.#owner, processes: [...this.#processes.values()] };
    const draft = `${this.#path}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(content, undefined, 1));
    renameSync(draft, this.#path);
  }
}

/** Tells whose record this is, if that process still lives. */
export function livingOwner(path: string): ProcessIdentity | undefined {
  const record = readRecord(path);
  return record !== undefined && isAlive(record.owner) ? record.owner : undefined;
}

/** Ends whatever a former owner of this record left running: politely, then firmly. Processes that only share a number are left alone. */
export async function endLeftovers(path: string, say: Say): Promise<void> {
  const left = (readRecord(path)?.processes ?? []).filter((process) => isAlive(process));
  if (left.length > 0) {
    say(`Ending what the last start left behind: ${left.map(({ name, pid }) => `${name} (${pid})`).join(', ')}`);
    for (const { pid, reach } of left) signalProcess(pid, reach, 'SIGTERM');
    const patience = Date.now() + POLITE_MS;
    while (left.some((process) => isAlive(process)) && Date.now() < patience) await pause(50);
    for (const process of left) if (isAlive(process)) signalProcess(process.pid, process.reach, 'SIGKILL');
    while (left.some((process) => isAlive(process))) await pause(20);
  }
  rmSync(path, { force: true });
}

function readRecord(path: string): RecordFile | undefined {
  try {
    return RecordFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // None, or a file that no version of ours wrote: nothing in it may be trusted with a kill.
    return undefined;
  }
}
