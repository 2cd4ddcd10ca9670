import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config/config.js';
import { type Servers, startServers } from '../../src/embedded/servers.js';
import { World } from '../journey/world.js';
import { cpuSeconds, pssMiB } from './cost.js';

const LAST_WORDS = 4_000;

/**
 * Where one row is measured: a folder of its own, and in it, when the row asks for it, a Flotilla of its own. So no
 * figure depends on which rows came before.
 */
export class Stage {
  readonly dir = mkdtempSync(join(tmpdir(), 'flotilla-bench-'));
  #servers: Servers | undefined;
  #world: World | undefined;
  #beside: Stage | undefined;

  /** `nodeFlags` are for Flotilla's own processes. */
  constructor(private readonly nodeFlags: readonly string[]) {}

  /** Starts the servers, the API and a worker: on disk, as `npm start` has them; a server in memory would flatter. */
  async flotilla(settings: NodeJS.ProcessEnv = {}): Promise<World> {
    this.#servers = await startServers({
      dataDir: this.dir,
      cacheDir: readConfig().cacheDir,
      say: () => undefined,
    });
    const { temporalAddress: temporal, mongodbUri: mongodb } = this.#servers;
    this.#world = await World.start({ temporal, mongodb }, settings, this.nodeFlags);
    return this.#world;
  }

  /** Another stage for a second Flotilla, with servers of its own; it ends with this one. */
  beside(): Stage {
    this.#beside ??= new Stage(this.nodeFlags);
    return this.#beside;
  }

  /** The processes of the Flotilla that is on stage, by name. */
  get processes(): Record<string, number> {
    const servers = this.#servers?.processes.map(({ name, pid }) => [name, pid ?? 0] as const) ?? [];
    return { ...Object.fromEntries(servers), ...this.#world?.pids };
  }

  /** Processor time used so far by each, which other programs on the machine change less than any clock time. */
  cpu(): Record<string, number> {
    return Object.fromEntries(Object.entries(this.processes).map(([name, pid]) => [name, cpuSeconds([pid])]));
  }

  /** Memory of all of them together. */
  memoryMiB(): number {
    return pssMiB(Object.values(this.processes));
  }

  /** The end of what API and worker have written, for whoever wonders why a row failed. */
  lastWords(): string {
    if (this.#world === undefined) return '';
    return readFileSync(join(this.#world.dir, 'output.log'), 'utf8').slice(-LAST_WORDS);
  }

  async end(): Promise<void> {
    await this.#beside?.end();
    await this.#world?.end();
    await this.#servers?.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** The difference of two readings of `Stage.cpu`, by process, in seconds. */
export function cpuBetween(before: Record<string, number>, after: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(after).map(([name, used]) => [name, used - (before[name] ?? 0)]));
}

export const sumOf = (parts: Record<string, number>): number =>
  Object.values(parts).reduce((sum, part) => sum + part, 0);
