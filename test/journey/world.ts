import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Client, Connection, type ConnectionLike } from '@temporalio/client';
import mongoose from 'mongoose';
import { maintenanceWorkflowId } from '../../domain/ids.js';
import { noTemporalSettings } from '../../src/config/config.js';
import { ApiClient } from './api-client.js';

// From test/journey under Jest, from dist/test/journey in the bench.
const above = join(import.meta.dirname, '../..');
const dist = basename(above) === 'dist' ? above : join(above, 'dist');
const READY_MILLISECONDS = 110_000;

type Role = 'api' | 'worker';

/**
 * A Flotilla of its own for one test file: real API and worker processes over the test servers, in a Temporal namespace,
 * a database and a folder of its own. Parts can be killed and started again.
 */
export class World {
  readonly #children = new Map<string, ChildProcess>();
  readonly #output;
  #isOver = false;
  /** What its processes had to say to the one who started them and to no log: the first admin's token. */
  said = '';

  private constructor(
    readonly dir: string,
    readonly api: ApiClient,
    readonly temporal: Client,
    private environment: NodeJS.ProcessEnv,
    /** Where its part of the store is. */
    readonly mongodbUri: string,
    private readonly nodeFlags: readonly string[],
  ) {
    this.#output = createWriteStream(join(dir, 'output.log'), { flags: 'a' });
  }

  /** Starts an API and a worker over these servers; `settings` are more environment variables, `nodeFlags` for Node itself. */
  static async start(
    servers: { temporal: string; mongodb: string },
    settings: NodeJS.ProcessEnv = {},
    nodeFlags: readonly string[] = [],
  ): Promise<World> {
    const name = `world-${randomUUID().slice(0, 8)}`;
    const dir = mkdtempSync(join(tmpdir(), 'flotilla-world-'));
    const port = await freePort();
    const uri = new URL(servers.mongodb);
    uri.pathname = `/${name}`;
    const connection = await Connection.connect({ address: servers.temporal });
    await registerNamespace(connection, name);
    const world = new World(
      dir,
      new ApiClient(`http://127.0.0.1:${port}`),
      new Client({ connection, namespace: name }),
      {
        ...process.env,
        ...noTemporalSettings,
        NODE_OPTIONS: '',
        FLOTILLA_PORT: String(port),
        FLOTILLA_DATA_DIR: dir,
        FLOTILLA_LOG_LEVEL: 'warn',
        TEMPORAL_ADDRESS: servers.temporal,
        TEMPORAL_NAMESPACE: name,
        MONGODB_URI: uri.href,
        ...settings,
      },
      uri.href,
      nodeFlags,
    );
    try {
      await Promise.all([world.startPart('api'), world.startPart('worker')]);
    } catch (error) {
      await world.end();
      throw error;
    }
    return world;
  }

  /** Starts an API or a worker process; a second worker gets a name of its own, and may get settings. Resolves when it is ready. */
  async startPart(role: Role, name: string = role, settings: NodeJS.ProcessEnv = {}): Promise<void> {
    // A fault may be about to start a part anew when the world ends: nobody would end that one.
    if (this.#isOver) throw new Error('this world is over');
    const child = spawn(process.execPath, [...this.nodeFlags, join(dist, `src/${role}.main.js`)], {
      cwd: this.dir,
      env: { ...this.environment, ...settings },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#children.set(name, child);
    child.stdout?.pipe(this.#output, { end: false });
    child.stderr?.pipe(this.#output, { end: false });
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`${name} was not ready in time; see ${this.dir}/output.log`));
      }, READY_MILLISECONDS);
      child.on('message', (message: { kind?: string; text?: string }) => {
        if (message.kind === 'ready') {
          clearTimeout(timer);
          resolve();
        } else if (message.kind === 'wake') this.#relay(child, message);
        else if (message.kind === 'say') this.said += message.text ?? '';
      });
      child.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`${name} ended with ${String(code)} before it was ready; see ${this.dir}/output.log`));
      });
    });
  }

  /** What `npm start` does as well: a wake-up of one process reaches the others. */
  #relay(from: ChildProcess, message: object): void {
    for (const child of this.#children.values()) {
      if (child !== from && child.connected) child.send(message, () => undefined); // a process that has just died hears nothing
    }
  }

  /** Lets what is started from now on find an empty Temporal, as after the loss of its database. */
  async forgetTemporal(): Promise<void> {
    const namespace = `${this.temporal.options.namespace}-again`;
    await registerNamespace(this.temporal.connection, namespace);
    this.environment = { ...this.environment, TEMPORAL_NAMESPACE: namespace };
  }

  /** kill -9. Resolves when the process is gone. */
  async kill(name: string): Promise<void> {
    await this.#end(name, 'SIGKILL');
  }

  /** The orderly stop. */
  async stopPart(name: string): Promise<void> {
    await this.#end(name, 'SIGTERM');
  }

  async #end(name: string, signal: NodeJS.Signals): Promise<void> {
    const child = this.#children.get(name);
    if (child === undefined) return;
    this.#children.delete(name);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  /** Lets the healing that is due each minute happen now. */
  async sweep(): Promise<void> {
    await this.temporal.schedule.getHandle(maintenanceWorkflowId).trigger();
  }

  /** Resets a workflow to its first step, as Temporal's web page offers it. */
  async reset(workflowId: string): Promise<void> {
    const { workflow, workflowService, options } = this.temporal;
    const { events } = await workflow.getHandle(workflowId).fetchHistory();
    const first = events?.find(({ workflowTaskCompletedEventAttributes: done }) => done !== undefined && done !== null);
    if (first === undefined) return; // it has not taken a step yet
    await workflowService.resetWorkflowExecution({
      namespace: options.namespace,
      workflowExecution: { workflowId },
      reason: 'test',
      workflowTaskFinishEventId: first.eventId,
      requestId: randomUUID(),
    });
  }

  /** Ends everything that this world has started, and removes what it has written. */
  async end(): Promise<void> {
    this.#isOver = true;
    for (const name of [...this.#children.keys()].reverse()) await this.stopPart(name);
    this.#output.end();
    const connection = await mongoose.createConnection(this.mongodbUri).asPromise();
    await connection.dropDatabase();
    await connection.close();
    await this.temporal.connection.close();
    if (process.env.FLOTILLA_KEEP_WORLDS === undefined) rmSync(this.dir, { recursive: true, force: true });
  }

  /** The ids of this world's processes, by name. */
  get pids(): Record<string, number> {
    return Object.fromEntries([...this.#children].map(([name, { pid }]) => [name, pid ?? 0]));
  }

  /** A file in the world's folder, for jobs to write to. */
  file(name: string): string {
    mkdirSync(join(this.dir, 'files'), { recursive: true });
    return join(this.dir, 'files', name);
  }
}

async function registerNamespace({ workflowService }: ConnectionLike, namespace: string): Promise<void> {
  const workflowExecutionRetentionPeriod = { seconds: 86_400 as never }; // a Long in the type, a number on the wire
  await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no port'));
      });
    });
  });
}
