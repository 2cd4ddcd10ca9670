import type { AddressInfo } from 'node:net';
import { Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  AuditTrail,
  Clock,
  ClusterStore,
  Engines,
  IdempotencyKeys,
  JobStore,
  LeaseLedger,
  LogStore,
  RunStarter,
  RunStore,
  SecretProvider,
  SessionStore,
  TokenStore,
  Wakeups,
} from '../../domain/ports.js';
import { Scheduler, ScheduleStore } from '../../domain/schedule-ports.js';
import { ApiModule } from '../../src/api.module.js';
import { SystemClock } from '../../src/clock/system-clock.js';
import { readConfig } from '../../src/config/config.js';
import { EngineRegistry } from '../../src/engines/engine-registry.js';
import { buildApi } from '../../src/http/build-api.js';
import { createLogger } from '../../src/logging/create-logger.js';
import { IpcWakeups } from '../../src/wakeups/ipc-wakeups.js';
import { FakeEngine } from '../fakes/fake-engine.js';
import { FakeRunStarter } from '../fakes/fake-run-starter.js';
import { MemoryAuditTrail } from '../fakes/memory-audit-trail.js';
import { MemoryClusterStore } from '../fakes/memory-cluster-store.js';
import { MemoryIdempotencyKeys } from '../fakes/memory-idempotency-keys.js';
import { MemoryJobStore } from '../fakes/memory-job-store.js';
import { MemoryLeaseLedger } from '../fakes/memory-lease-ledger.js';
import { MemoryLogStore } from '../fakes/memory-log-store.js';
import { MemoryRunStore } from '../fakes/memory-run-store.js';
import { MemoryScheduleStore } from '../fakes/memory-schedule-store.js';
import { MemoryScheduler } from '../fakes/memory-scheduler.js';
import { MemorySecrets } from '../fakes/memory-secrets.js';
import { MemorySessionStore } from '../fakes/memory-session-store.js';
import { MemoryTokenStore } from '../fakes/memory-token-store.js';

/** What the API answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Tests look at whatever was answered; the contract's schemas check the shapes.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** The real API over HTTP, with everything behind its ports in memory. */
export class ApiWorld {
  readonly runs = new MemoryRunStore();
  readonly leases = new MemoryLeaseLedger();
  readonly clusters = new MemoryClusterStore();
  readonly jobs = new MemoryJobStore();
  readonly logs = new MemoryLogStore();
  readonly keys = new MemoryIdempotencyKeys();
  readonly audit = new MemoryAuditTrail();
  readonly schedules = new MemoryScheduleStore();
  readonly scheduler = new MemoryScheduler();
  readonly tokens = new MemoryTokenStore();
  readonly sessions = new MemorySessionStore();
  readonly secrets = new MemorySecrets();
  readonly starter = new FakeRunStarter();
  readonly wakeups = new IpcWakeups();
  readonly engine = new FakeEngine(undefined, { limits: { cpu: 16, memoryMiB: 65_536, gpu: 0 } });
  /** Set to have every call of a store fail as it does when MongoDB is away. */
  isStoreAway = false;
  url = '';
  private app: NestFastifyApplication | undefined;

  static async start(settings: Readonly<Record<string, string>> = {}): Promise<ApiWorld> {
    const world = new ApiWorld();
    const quiet = { FLOTILLA_LOG_LEVEL: 'silent', FLOTILLA_ALLOW_PROCESS_ENGINE: 'true' };
    const config = readConfig({ ...quiet, ...settings });
    world.app = await buildApi(ApiModule.of(config, [world.module()]), config, createLogger(config, 'test'));
    await world.app.listen(0, '127.0.0.1');
    world.url = `http://127.0.0.1:${(world.app.getHttpServer().address() as AddressInfo).port}`; // it listens on a port
    return world;
  }

  async stop(): Promise<void> {
    await this.app?.close();
    this.wakeups.close();
  }

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  get(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.ask('GET', path, undefined, headers);
  }

  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.ask('POST', path, body, headers);
  }

  put(path: string, body: unknown): Promise<Answer> {
    return this.ask('PUT', path, body);
  }

  /** A cluster of four slots and a job on it. */
  async furnish(): Promise<void> {
    await this.put('/api/clusters/local', {
      engine: { kind: 'simulated' },
      limits: { slots: 4, cpu: 8, memoryMiB: 8192 },
    });
    await this.put('/api/jobs/hello', { command: 'echo hello', cluster: 'local' });
  }

  private module() {
    const engines = new EngineRegistry({ simulated: { problems: () => [], make: () => this.engine } });
    const ports = [
      this.port(RunStore, this.runs),
      this.port(LeaseLedger, this.leases),
      this.port(ClusterStore, this.clusters),
      this.port(JobStore, this.jobs),
      this.port(LogStore, this.logs),
      this.port(IdempotencyKeys, this.keys),
      this.port(AuditTrail, this.audit),
      this.port(ScheduleStore, this.schedules),
      { provide: Scheduler, useValue: this.scheduler },
      this.port(TokenStore, this.tokens),
      this.port(SessionStore, this.sessions),
      { provide: RunStarter, useValue: this.starter },
      { provide: Engines, useValue: engines },
      { provide: SecretProvider, useValue: this.secrets },
      { provide: Wakeups, useValue: this.wakeups },
      { provide: Clock, useClass: SystemClock },
    ];
    @Global()
    @Module({ providers: ports, exports: ports.map(({ provide }) => provide) })
    class World {}
    return World;
  }

  private port<Port extends object>(provide: abstract new () => Port, store: Port) {
    const useValue = new Proxy(store, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...values: unknown[]): unknown => {
          if (this.isStoreAway) return Promise.reject(new StoreAway());
          return Reflect.apply(member, target, values);
        };
      },
    });
    return { provide, useValue };
  }
}

class StoreAway extends Error {
  override readonly name = 'StoreUnavailable';
}
