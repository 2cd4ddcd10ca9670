/* eslint-disable @typescript-eslint/require-await -- the port is asynchronous, and what throws here must reject there */
import { accessSync, constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { z } from 'zod';
import {
  INSTALLATION_LABEL,
  type EngineDescription,
  type EngineLogPage,
  type LaunchAnswer,
  type LaunchSpec,
  type OwnedContainer,
} from '../../../domain/engine.js';
import type { Observation } from '../../../domain/exit.js';
import { Failure } from '../../../domain/failures.js';
import { parseLaunchToken, type LaunchToken } from '../../../domain/ids.js';
import type { Json } from '../../../domain/json.js';
import { Engine, type SecretProvider } from '../../../domain/ports.js';
import { Attempts } from './attempts.js';
import { Changes } from './changes.js';
import { launchAttempt } from './launch.js';
import { readLogs } from './logs.js';
import { readRequest, toRequest } from './to-request.js';

/** What the engine is handed by the configuration. */
export interface ProcessEngineOptions {
  /** The folder that holds one folder per attempt. */
  readonly attempts: string;
  readonly installation: string;
  /** What jobs inherit from the worker's environment: PATH, HOME and the like, never all of it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: SecretProvider;
}

// A handle becomes a path: nothing but a token is let through.
const Handle = z.object({ attempt: z.string().refine((token) => parseLaunchToken(token) !== undefined) });
const tokenOf = (handle: Json): string => Handle.parse(handle).attempt;

/** Runs commands as plain processes of this machine. They are nobody's children: they outlive the worker. */
export class ProcessEngine extends Engine {
  readonly #attempts: Attempts;
  readonly #changes = new Changes();
  readonly #limits = limitsOfThisMachine();

  constructor(private readonly options: ProcessEngineOptions) {
    super();
    this.#attempts = new Attempts(options.attempts);
  }

  describe(): EngineDescription {
    return {
      kind: 'process',
      limits: this.#limits,
      features: { images: false, isolation: false, outOfMemory: false, streams: false },
      pollSeconds: 2, // for what the watch of the folder does not tell, such as a killed supervisor
      logSettleSeconds: 2,
    };
  }

  prepare(spec: LaunchSpec): Json {
    return toRequest(spec);
  }

  async launch(request: Json, token: LaunchToken): Promise<LaunchAnswer> {
    const { environment, secrets } = this.options;
    const surroundings = { machine: this.#attempts.machine, environment, secrets };
    return launchAttempt(this.#attempts.folder(token), request, token, surroundings);
  }

  async inspect(handles: readonly Json[]): Promise<Observation[]> {
    return handles.map((handle) => this.#attempts.observe(tokenOf(handle)));
  }

  async stop(handle: Json, graceSeconds: number, reason: string): Promise<'stopping' | 'already-ended'> {
    return this.#attempts.stop(tokenOf(handle), graceSeconds, reason);
  }

  async logs(handle: Json, cursor: string, limit: number): Promise<EngineLogPage> {
    const token = tokenOf(handle);
    // Looked at before reading: what is read after the end is all there is.
    const ended = this.#attempts.observe(token).kind === 'ended';
    return readLogs(this.#attempts.folder(token).file('output'), cursor, limit, ended);
  }

  async owned(): Promise<OwnedContainer[]> {
    await this.#attempts.removeLeftovers();
    const ours = this.#attempts.tokens().filter((token) => {
      const request = this.#attempts.folder(token).request();
      return request !== undefined && readRequest(request).labels[INSTALLATION_LABEL] === this.options.installation;
    });
    return ours.map((token) => ({
      token,
      handle: { attempt: token },
      running: this.#attempts.observe(token).kind !== 'ended',
    }));
  }

  onChange(handle: Json, listener: () => void): () => void {
    return this.#changes.listen(this.#attempts.folder(tokenOf(handle)).path, listener);
  }

  async forget(handle: Json): Promise<void> {
    const token = tokenOf(handle);
    const { kind } = this.#attempts.observe(token);
    if (kind === 'starting' || kind === 'running')
      throw new Failure('invalid-request', `The attempt ${token} has not ended: its folder is still needed.`);
    await this.#attempts.remove(token);
  }

  async check(): Promise<void> {
    try {
      mkdirSync(this.options.attempts, { recursive: true, mode: 0o700 });
      accessSync(this.options.attempts, constants.W_OK);
      accessSync('/bin/sh', constants.X_OK);
    } catch (cause) {
      throw new Failure('engine-unreachable', `Processes cannot be started here: ${String(cause)}`, { cause });
    }
  }
}

function limitsOfThisMachine() {
  // In a container with a limit of its own, that one counts; 0 means that there is none.
  const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  return {
    cpu: availableParallelism(),
    memoryMiB: Math.floor(memory / 1024 ** 2),
    gpu: existsSync('/dev') ? readdirSync('/dev').filter((name) => /^nvidia\d+$/.test(name)).length : 0,
  };
}
