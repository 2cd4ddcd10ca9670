import { join } from 'node:path';
import { inheritedEnvironment } from '../config/inherited-environment.js';
import { ManagedChild } from './managed-child.js';
import type { ProcessRecord } from './process-record.js';
import type { Say } from './say.js';
import { Supervised } from './supervised.js';
import { waitUntilItAnswers } from './wait-until-it-answers.js';

/** A part of Flotilla itself, as a Node program of its own: both cores are used, and one may die without the other. */
export interface AppProgram {
  readonly name: 'api' | 'worker';
  /** Compiled entry, which sends `{ kind: 'ready' }` over its channel once it serves. */
  readonly entry: string;
}

export interface AppSetup {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logDir: string;
  readonly record: ProcessRecord;
  readonly say: Say;
  readonly onPid: () => void;
}

const PATIENCE_MS = 60_000;

/** Starts the programs side by side and keeps them alive; a `wake` that one of them sends reaches all the others. */
export class AppProcesses {
  readonly #setup: AppSetup;
  readonly #running = new Map<AppProgram['name'], Supervised>();
  #pass = '';

  constructor(setup: AppSetup) {
    this.#setup = setup;
  }

  get all(): readonly Supervised[] {
    return [...this.#running.values()];
  }

  /** What the API lets us in with, where it asks for a login; it has another one after each of its starts. */
  get pass(): string {
    return this.#pass;
  }

  /** Returns when all of them are ready; throws when one is not, and does not wait for the others then. */
  async start(programs: readonly AppProgram[], signal: AbortSignal): Promise<void> {
    const failed = new AbortController();
    const either = AbortSignal.any([signal, failed.signal]);
    const starts = programs.map(async (program) => {
      try {
        this.#running.set(program.name, await this.#startOne(program, either));
      } catch (error) {
        failed.abort(error);
      }
    });
    await Promise.all(starts);
    either.throwIfAborted();
  }

  async stop(name: AppProgram['name'], graceMs: number): Promise<void> {
    await this.#running.get(name)?.stop(graceMs);
  }

  #startOne({ name, entry }: AppProgram, signal: AbortSignal): Promise<Supervised> {
    const { env, logDir, record, say, onPid } = this.#setup;
    const begin = async (stop: AbortSignal) => {
      const child = new ManagedChild({
        name,
        command: process.execPath,
        args: ['--enable-source-maps', entry],
        env: inheritedEnvironment(env),
        logFile: join(logDir, `${name}.log`),
        // Alone: containers that run as plain processes belong to the worker's family and must outlive it.
        reach: 'process',
        link: 'ipc',
        record,
      });
      let isReady = false;
      child.onMessage((message) => {
        if (hasKind(message, 'ready')) {
          isReady = true;
          if ('pass' in message) this.#pass = String(message.pass);
        }
        // What is for the person in front of the terminal and for no log.
        if (hasKind(message, 'say') && 'text' in message) say(String(message.text));
        if (hasKind(message, 'wake')) this.#relay(name, message);
      });
      await waitUntilItAnswers(child, () => Promise.resolve(isReady), PATIENCE_MS, stop);
      return child;
    };
    return Supervised.start({ name, begin, say, onPid }, signal);
  }

  #relay(from: AppProgram['name'], message: object): void {
    for (const [name, process] of this.#running) if (name !== from) process.send(message);
  }
}

function hasKind(message: unknown, kind: string): message is { kind: string } {
  return typeof message === 'object' && message !== null && 'kind' in message && message.kind === kind;
}
