import { join } from 'node:path';
import type { Config } from '../config/config.js';
import { AppProcesses, type AppProgram } from './app-processes.js';
import { appEnvironment } from './app-programs.js';
import type { ApiDoor } from './ask-api.js';
import { type Endpoints, removeEndpoints, withoutPassword, writeEndpoints } from './endpoints.js';
import { usualPort } from './free-port.js';
import type { ProcessRecord } from './process-record.js';
import type { Say } from './say.js';
import { type Servers, startServers } from './servers.js';

const GRACE_MS = { api: 10_000, worker: 20_000 };

/** All of Flotilla on one machine: the two servers, the API and the worker, and the file that says where they are. */
export class Installation {
  readonly #config: Config;
  readonly #programs: readonly AppProgram[];
  readonly #record: ProcessRecord;
  readonly #say: Say;
  readonly #endpointsPath: string;
  #servers: Servers | undefined;
  #apps: AppProcesses | undefined;
  #page: string | undefined;

  constructor(config: Config, programs: readonly AppProgram[], record: ProcessRecord, say: Say) {
    this.#config = config;
    this.#programs = programs;
    this.#record = record;
    this.#say = say;
    this.#endpointsPath = join(config.dataDir, 'endpoints.json');
  }

  /** Brings everything up, and answers with the addresses; throws when a part cannot be had. */
  async start(signal: AbortSignal): Promise<Endpoints> {
    const [config, say, record] = [this.#config, this.#say, this.#record];
    const onPid = () => this.#publish();
    this.#servers = await startServers({ ...config, say, record, signal, onPid });
    const port = await usualPort('the page', config.port, say, config.host);
    const env = appEnvironment(config, this.#servers, port);
    this.#apps = new AppProcesses({ env, logDir: join(config.dataDir, 'logs'), record, say, onPid });
    await this.#apps.start(this.#programs, signal);
    this.#page = `http://${hostInUrl(config.host)}:${port}`;
    return this.#publish() ?? refuse();
  }

  /** The API, and what it lets us in with. */
  get door(): ApiDoor {
    return { url: `${this.#page ?? refuse()}/api`, pass: this.#apps?.pass ?? '' };
  }

  /** Ends everything in the order in which nobody misses what is already gone. */
  async stop(): Promise<void> {
    this.#page = undefined;
    removeEndpoints(this.#endpointsPath);
    await this.#apps?.stop('api', GRACE_MS.api);
    await this.#apps?.stop('worker', GRACE_MS.worker);
    await this.#servers?.stop();
  }

  /** Called again whenever a process got another number. */
  #publish(): Endpoints | undefined {
    const [servers, page] = [this.#servers, this.#page];
    if (servers === undefined || page === undefined) return undefined;
    const processes = [...servers.processes, ...(this.#apps?.all ?? [])].flatMap(({ name, pid }) =>
      pid === undefined ? [] : [[name, pid] as const],
    );
    const endpoints: Endpoints = {
      page,
      api: `${page}/api`,
      docs: `${page}/api/docs`,
      temporal: servers.temporalAddress,
      ...(servers.temporalUi !== undefined && { temporalUi: servers.temporalUi }),
      mongodb: withoutPassword(servers.mongodbUri),
      mongodbKind: servers.mongodbKind,
      processes: Object.fromEntries([['start', process.pid], ...processes]),
    };
    writeEndpoints(this.#endpointsPath, endpoints);
    return endpoints;
  }
}

// 0.0.0.0 means "every address of this machine"; nobody can open it as one.
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function refuse(): never {
  throw new Error('Flotilla was stopped while it started.');
}
