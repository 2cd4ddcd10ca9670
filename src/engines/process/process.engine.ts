import { accessSync, constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
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
import { Engine } from '../../../domain/ports.js';
import { AttemptFolder } from './attempt-folder.js';
import { Changes } from './changes.js';
import { enforce, isAlive, signalGroup, type Group } from './end-group.js';
import { readLogs } from './logs.js';
import { machineId } from './process-table.js';
import { refusalOf } from './refusal.js';
import { findCat, startSupervisor } from './supervisor.js';
import { hasFinished, toObservation, type Evidence } from './to-exit.js';
import { readRequest, toRequest } from './to-request.js';

/** What the engine is handed by the configuration. */
export interface ProcessEngineOptions {
  /** The folder that holds one folder per attempt. */
  readonly attempts: string;
  readonly installation: string;
  /** What jobs inherit from the worker's environment: PATH, HOME and the like, never all of it. */
  readonly environment: Readonly<Record<string, string>>;
}

const Handle = z.object({ attempt: z.string().refine((token) => parseLaunchToken(token) !== undefined) });

/** Runs commands as plain processes of this machine. They are nobody's children: they outlive the worker. */
export class ProcessEngine extends Engine {
  readonly #options: ProcessEngineOptions;
  readonly #machine = machineId();
  readonly #changes = new Changes();
  readonly #folders = new Map<string, AttemptFolder>();
  readonly #limits = {
    cpu: availableParallelism(),
    memoryMiB: Math.floor(Math.min(totalmem(), process.constrainedMemory() || Infinity) / 1024 ** 2),
    gpu: countGpus(),
  };

  constructor(options: ProcessEngineOptions) {
    super();
    this.#options = options;
  }

  describe(): EngineDescription {
    return {
      kind: 'process',
      limits: this.#limits,
      features: { images: false, isolation: false, outOfMemory: false, streams: false },
      pollSeconds: 1,
      logSettleSeconds: 2,
    };
  }

  prepare(spec: LaunchSpec): Json {
    return toRequest(spec);
  }

  async launch(request: Json, token: LaunchToken): Promise<LaunchAnswer> {
    const { argv, env, secrets } = readRequest(request);
    const [secret] = secrets;
    if (secret !== undefined)
      return { kind: 'refused', code: 'secret-missing', evidence: [`There is no secret "${secret}" on this cluster.`] };
    const folder = this.#folder(token);
    const existed = folder.exists();
    try {
      folder.prepare(request);
    } catch (cause) {
      // Without a folder nothing can have been started; with one, somebody else may be half-way.
      const refusal = existed ? undefined : refusalOf(cause);
      if (refusal !== undefined) return refusal;
      throw new Failure('engine-error', `The folder of the attempt cannot be written: ${String(cause)}`, { cause });
    }
    const launched = { kind: 'launched', handle: { attempt: token } } as const;
    const claim = folder.claim();
    if (claim !== undefined) return claim.kind === 'void' ? claim.answer : launched;
    try {
      const cat = findCat(this.#options.environment['PATH'] ?? '');
      if (cat === undefined) throw new Failure('engine-error', 'This machine has no "cat".');
      const machine = { id: this.#machine, cat };
      await startSupervisor(folder.file('work'), { argv, env: { ...this.#options.environment, ...env } }, machine);
      return launched;
    } catch (cause) {
      const refusal = refusalOf(cause);
      // Only a claim of our own makes it certain that no other launch of this token gets through after all.
      if (refusal !== undefined && folder.voidClaim(refusal)) return refusal;
      if (folder.claim()?.kind === 'process') return launched;
      throw new Failure('engine-error', `The process cannot be started: ${String(cause)}`, { cause });
    }
  }

  async inspect(handles: readonly Json[]): Promise<Observation[]> {
    return handles.map((handle) => this.#observe(folderName(handle)));
  }

  async stop(handle: Json, graceSeconds: number, reason: string): Promise<'stopping' | 'already-ended'> {
    const token = folderName(handle);
    const folder = this.#folder(token);
    if (!folder.exists() || this.#observe(token).kind === 'ended') return 'already-ended';
    const first = folder.noteStop(reason, graceSeconds, Date.now());
    const never = { kind: 'launched', handle: { attempt: token } } as const;
    if (folder.claim() === undefined && folder.voidClaim(never)) return 'stopping';
    const evidence = this.#evidence(token);
    if (hasFinished(evidence) || evidence.code !== undefined) {
      if (first) folder.eraseStop();
      return 'already-ended';
    }
    const group = groupOf(evidence, token);
    if (group !== undefined && first) signalGroup(group);
    this.#enforceAfter(token, graceSeconds * 1000);
    return 'stopping';
  }

  async logs(handle: Json, cursor: string, limit: number): Promise<EngineLogPage> {
    const token = folderName(handle);
    // Looked at before reading: what is read after the end is all there is.
    const ended = this.#observe(token).kind === 'ended';
    return readLogs(this.#folder(token).file('output'), cursor, limit, ended);
  }

  async owned(): Promise<OwnedContainer[]> {
    const names = existsSync(this.#options.attempts) ? readdirSync(this.#options.attempts) : [];
    return names.flatMap((name) => {
      if (parseLaunchToken(name) === undefined || !this.#isOurs(name)) return [];
      const token = name as LaunchToken; // parsed above
      return [{ token, handle: { attempt: name }, running: this.#observe(name).kind !== 'ended' }];
    });
  }

  onChange(handle: Json, listener: () => void): () => void {
    return this.#changes.listen(this.#folder(folderName(handle)).path, listener);
  }

  async forget(handle: Json): Promise<void> {
    const token = folderName(handle);
    const { kind } = this.#observe(token);
    if (kind === 'starting' || kind === 'running')
      throw new Failure('invalid-request', `The attempt ${token} has not ended: its folder is still needed.`);
    this.#folder(token).remove();
    this.#folders.delete(token);
  }

  async check(): Promise<void> {
    try {
      mkdirSync(this.#options.attempts, { recursive: true, mode: 0o700 });
      accessSync(this.#options.attempts, constants.W_OK);
      accessSync('/bin/sh', constants.X_OK);
    } catch (cause) {
      throw new Failure('engine-unreachable', `Processes cannot be started here: ${String(cause)}`, { cause });
    }
  }

  #observe(token: string): Observation {
    const folder = this.#folder(token);
    if (!folder.exists()) return { kind: 'unknown' };
    const evidence = this.#evidence(token);
    const now = Date.now();
    const group = groupOf(evidence, token);
    if (evidence.alive && group !== undefined) enforce(group, evidence, now);
    return toObservation(evidence, this.#machine, now);
  }

  #evidence(token: string): Evidence {
    const folder = this.#folder(token);
    const files = folder.evidence();
    const group = groupOf(files, token);
    if (hasFinished(files) || group === undefined) return { ...files, alive: false };
    if (files.claim?.kind === 'process' && files.claim.machine === this.#machine && isAlive(group))
      return { ...files, alive: true };
    // It may have written its exit between our look at the files and our look for it.
    return { ...folder.evidence(), alive: false };
  }

  /** The firm stop, also when nobody looks; a worker that dies before leaves the deadline to the next one's look. */
  #enforceAfter(token: string, milliseconds: number): void {
    const timer = setTimeout(() => {
      if (this.#observe(token).kind !== 'ended') this.#enforceAfter(token, 250);
    }, milliseconds);
    timer.unref();
  }

  #isOurs(token: string): boolean {
    const request = this.#folder(token).request();
    return request !== undefined && readRequest(request).labels[INSTALLATION_LABEL] === this.#options.installation;
  }

  #folder(token: string): AttemptFolder {
    const known = this.#folders.get(token);
    if (known !== undefined) return known;
    const folder = new AttemptFolder(join(this.#options.attempts, token));
    this.#folders.set(token, folder);
    return folder;
  }
}

const folderName = (handle: Json): string => Handle.parse(handle).attempt;

function groupOf({ claim }: Pick<Evidence, 'claim'>, token: string): Group | undefined {
  if (claim?.kind !== 'process') return undefined;
  return { pid: claim.pid, started: claim.started, mark: `FLOTILLA_RUN_ID=${token.split('.')[0]}` };
}

function countGpus(): number {
  return existsSync('/dev') ? readdirSync('/dev').filter((name) => /^nvidia\d+$/.test(name)).length : 0;
}
