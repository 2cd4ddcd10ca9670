import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Observation } from '../../../domain/exit.js';
import { parseLaunchToken, type LaunchToken } from '../../../domain/ids.js';
import { AttemptFolder } from './attempt-folder.js';
import { enforce, isAlive, signalGroup, type Group } from './end-group.js';
import { machineId } from './process-table.js';
import { removeFolder } from './remove-folder.js';
import { systemErrorCode } from './system-error-code.js';
import { hasFinished, toObservation, type Evidence } from './to-exit.js';

/** How often a firm stop is repeated until the process has really ended. */
const FIRM_MILLISECONDS = 250;

/** Behind the name of a folder that is being removed: a name that is no token. */
const GONE = '.gone';

/** All attempts on this machine: what is seen of each, and the stop of each. */
export class Attempts {
  readonly machine = machineId();
  readonly #folders = new Map<string, AttemptFolder>();

  constructor(readonly path: string) {}

  folder(token: string): AttemptFolder {
    const known = this.#folders.get(token);
    if (known !== undefined) return known;
    const folder = new AttemptFolder(join(this.path, token));
    this.#folders.set(token, folder);
    return folder;
  }

  tokens(): LaunchToken[] {
    return this.#names().filter((name) => parseLaunchToken(name) !== undefined) as LaunchToken[]; // just parsed
  }

  /** Looks, and does what is due by then: nobody else does it for a worker that has died. */
  observe(token: string): Observation {
    const folder = this.folder(token);
    if (!folder.exists()) return { kind: 'unknown' };
    const evidence = this.#evidence(folder, token);
    const now = Date.now();
    const group = groupOf(evidence, token);
    if (evidence.alive && group !== undefined) enforce(group, evidence, now);
    return toObservation(evidence, this.machine, now);
  }

  stop(token: string, graceSeconds: number, reason: string): 'stopping' | 'already-ended' {
    const folder = this.folder(token);
    if (!folder.exists() || this.observe(token).kind === 'ended') return 'already-ended';
    const isFirst = folder.noteStop(reason, graceSeconds);
    const neverStarted = { kind: 'launched', handle: { attempt: token } } as const;
    if (folder.claim() === undefined && folder.voidClaim(neverStarted)) return 'stopping';
    const evidence = this.#evidence(folder, token);
    if (hasFinished(evidence) || evidence.code !== undefined) {
      if (isFirst) folder.eraseStop();
      return 'already-ended';
    }
    const group = groupOf(evidence, token);
    // A worker that noted its stop may have died before it delivered it.
    if (group !== undefined && folder.deadline() === undefined) signalGroup(group);
    folder.noteDeadline(Date.now() + graceSeconds * 1000);
    this.#observeAfter(token, graceSeconds * 1000);
    return 'stopping';
  }

  /** Takes the attempt away at once, so that a half-removed one is never taken for one that did not start; then frees its space. */
  async remove(token: string): Promise<void> {
    const { path } = this.folder(token);
    this.#folders.delete(token);
    try {
      renameSync(path, `${path}${GONE}`);
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return; // forgotten before
      throw error;
    }
    await removeFolder(`${path}${GONE}`);
  }

  /** Frees what somebody began to remove and did not live to finish. */
  async removeLeftovers(): Promise<void> {
    for (const name of this.#names()) if (name.endsWith(GONE)) await removeFolder(join(this.path, name));
  }

  #names(): string[] {
    return existsSync(this.path) ? readdirSync(this.path) : [];
  }

  #evidence(folder: AttemptFolder, token: string): Evidence {
    const files = folder.evidence();
    const group = groupOf(files, token);
    if (hasFinished(files) || group === undefined) return { ...files, alive: false };
    if (files.claim?.kind === 'process' && files.claim.machine === this.machine && isAlive(group))
      return { ...files, alive: true };
    // It may have written its exit between our look at the files and our look for it.
    return { ...folder.evidence(), alive: false };
  }

  /** Carries out the firm stop in time, also when nobody else looks. */
  #observeAfter(token: string, milliseconds: number): void {
    const timer = setTimeout(() => {
      const { kind } = this.observe(token);
      if (kind === 'running' || kind === 'starting') this.#observeAfter(token, FIRM_MILLISECONDS);
    }, milliseconds);
    timer.unref();
  }
}

function groupOf({ claim }: Pick<Evidence, 'claim'>, token: string): Group | undefined {
  if (claim?.kind !== 'process') return undefined;
  const runId = parseLaunchToken(token)?.runId;
  return { pid: claim.pid, started: claim.started, mark: `FLOTILLA_RUN_ID=${runId ?? ''}` };
}
