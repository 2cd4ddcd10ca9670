import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ProcessRecord } from './process-record.js';
import { type Reach, signalProcess } from './signal-process.js';

export interface ChildOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Both outputs are appended here by the child itself, so that nothing is lost when we are killed. */
  readonly logFile: string;
  readonly reach: Reach;
  /** 'ipc' opens a channel for messages; 'held' a standard input that closes when we are gone. */
  readonly link?: 'ipc' | 'held';
  readonly record: ProcessRecord;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Set when it could not even be started. */
  readonly error?: Error;
}

/** A process that we started, are told the end of, and can stop. */
export class ManagedChild {
  readonly name: string;
  readonly exited: Promise<Exit>;
  readonly logFile: string;
  readonly #child: ChildProcess;
  readonly #reach: Reach;
  #exit: Exit | undefined;

  constructor(options: ChildOptions) {
    this.name = options.name;
    this.logFile = options.logFile;
    this.#reach = options.reach;
    mkdirSync(dirname(options.logFile), { recursive: true });
    const log = openSync(options.logFile, 'a');
    this.#child = spawn(options.command, options.args, {
      // A group of its own: a Ctrl-C in the terminal must reach us alone, we stop the others in the right order.
      detached: process.platform !== 'win32',
      stdio: [
        options.link === 'held' ? 'pipe' : 'ignore',
        log,
        log,
        ...(options.link === 'ipc' ? ['ipc' as const] : []),
      ],
      ...(options.env && { env: options.env }),
      ...(options.cwd !== undefined && { cwd: options.cwd }),
    });
    closeSync(log);
    // A message to a child that has just ended fails; its end is told by `exited`.
    this.#child.stdin?.on('error', () => undefined);
    this.exited = new Promise((resolve) => {
      const end = (exit: Exit) => {
        this.#exit ??= exit;
        if (this.#child.pid !== undefined) options.record.remove(this.#child.pid);
        resolve(this.#exit);
      };
      this.#child.once('exit', (code, signal) => end({ code, signal }));
      this.#child.on('error', (error) => {
        if (this.#child.pid === undefined) end({ code: null, signal: null, error });
      });
    });
    if (this.#child.pid !== undefined) options.record.add(options.name, this.#child.pid, options.reach);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get hasExited(): boolean {
    return this.#exit !== undefined;
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#child.on('message', listener);
  }

  send(message: object): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  /** Asks it to end, and after the grace makes it; returns when it has ended. */
  async stop(graceMs: number): Promise<void> {
    if (this.#exit !== undefined || this.#child.pid === undefined) return;
    signalProcess(this.#child.pid, this.#reach, 'SIGTERM');
    const timer = setTimeout(() => this.kill(), graceMs);
    await this.exited;
    clearTimeout(timer);
  }

  kill(): void {
    if (this.#exit === undefined && this.#child.pid !== undefined)
      signalProcess(this.#child.pid, this.#reach, 'SIGKILL');
  }

  /** The last things it said, for a message about its end. */
  async lastWords(lines = 8): Promise<string> {
    const text = await readFile(this.logFile, 'utf8').catch(() => '');
    return text.trimEnd().split('\n').slice(-lines).join('\n');
  }
}

/** An exit in words: "exit code 1", "killed by SIGKILL". */
export function describeExit(exit: Exit): string {
  if (exit.error !== undefined) return exit.error.message;
  return exit.signal === null ? `exit code ${exit.code}` : `killed by ${exit.signal}`;
}
