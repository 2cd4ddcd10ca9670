import { Global, Inject, Logger, Module, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import {
  AuditTrail,
  ClusterStore,
  IdempotencyKeys,
  JobStore,
  LeaseLedger,
  LogStore,
  RunStore,
  SessionStore,
  TokenStore,
} from '../../domain/ports.js';
import { ScheduleStore } from '../../domain/schedule-ports.js';
import { CONFIG } from '../config/config.token.js';
import type { Config } from '../config/config.js';
import { connectStore, type StoreConnection } from './connect-store.js';
import { guarded } from './guarded.js';
import type { Models } from './models.js';
import { MongoAuditTrail } from './mongo-audit-trail.js';
import { MongoClusterStore } from './mongo-cluster-store.js';
import { MongoIdempotencyKeys } from './mongo-idempotency-keys.js';
import { MongoJobStore } from './mongo-job-store.js';
import { MongoLeaseLedger } from './mongo-lease-ledger.js';
import { MongoLogStore } from './mongo-log-store.js';
import { MongoRunStore } from './mongo-run-store.js';
import { MongoScheduleStore } from './mongo-schedule-store.js';
import { MongoSessionStore } from './mongo-session-store.js';
import { MongoTokenStore } from './mongo-token-store.js';

/** The connection itself; only health checks and the start need it. */
export const STORE_CONNECTION = Symbol('StoreConnection');

const FIRST_CONNECTION_MILLISECONDS = 5000;

const connection: Provider = {
  provide: STORE_CONNECTION,
  inject: [CONFIG],
  async useFactory({ mongodbUri }: Config): Promise<StoreConnection> {
    if (mongodbUri === undefined) throw new Error('MONGODB_URI is not set.');
    const logger = new Logger('store');
    const store = connectStore(mongodbUri, (error) => logger.warn(`MongoDB cannot be reached yet: ${String(error)}`));
    // Usually it is there at once. If not, we start all the same and answer 503 until it comes.
    await Promise.race([store.ready, pause(FIRST_CONNECTION_MILLISECONDS)]);
    return store;
  },
};

const adapters = [
  adapter(RunStore, ({ runs }) => new MongoRunStore(runs)),
  adapter(LeaseLedger, ({ leases }) => new MongoLeaseLedger(leases)),
  adapter(ClusterStore, ({ clusters }) => new MongoClusterStore(clusters)),
  adapter(JobStore, ({ jobs, jobRevisions }) => new MongoJobStore(jobs, jobRevisions)),
  adapter(LogStore, ({ logChunks }) => new MongoLogStore(logChunks)),
  adapter(IdempotencyKeys, ({ idempotencyKeys }) => new MongoIdempotencyKeys(idempotencyKeys)),
  adapter(AuditTrail, ({ audit }) => new MongoAuditTrail(audit)),
  adapter(ScheduleStore, ({ schedules, firings }) => new MongoScheduleStore(schedules, firings)),
  adapter(TokenStore, ({ tokens }) => new MongoTokenStore(tokens)),
  adapter(SessionStore, ({ sessions }) => new MongoSessionStore(sessions)),
];

/** Gives everything its stores, under the ports' classes. */
@Global()
@Module({
  providers: [connection, ...adapters],
  exports: [STORE_CONNECTION, ...adapters.map(({ provide }) => provide)],
})
export class StoreModule implements OnApplicationShutdown {
  constructor(@Inject(STORE_CONNECTION) private readonly store: StoreConnection) {}

  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }
}

function adapter<Port extends object>(
  port: abstract new () => Port,
  make: (models: Models) => Port,
): { provide: abstract new () => Port; inject: symbol[]; useFactory: (store: StoreConnection) => Port } {
  return {
    provide: port,
    inject: [STORE_CONNECTION],
    useFactory: ({ models }) => guarded(make(models)),
  };
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds).unref());
