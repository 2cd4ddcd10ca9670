import { setTimeout as pause } from 'node:timers/promises';
import mongoose, { type Connection } from 'mongoose';
import { heartbeatHangs } from './heartbeat-watch.js';
import { defineModels, type Models } from './models.js';
import { StoreUnavailable } from './store-unavailable.js';

/** How long a call waits for a server before it fails: long enough for a failover to begin, short enough for a 503. */
const PATIENCE_MILLISECONDS = 3000;
const RETRY_MILLISECONDS = 1000;

/** A heartbeat that takes longer than that has got lost: a server that does not answer fails it several times as soon. */
const HEARTBEAT_MILLISECONDS = 15_000;

/** A connection of our own (not mongoose's global one), which keeps trying until it is closed. */
export interface StoreConnection {
  readonly connection: Connection;
  readonly models: Models;
  /** Settles when the first connection stands and the indexes are made; never rejects. */
  readonly ready: Promise<void>;
  /** Answers when the database does; throws StoreUnavailable when not. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Begins to connect; every call until it stands fails with StoreUnavailable. */
export function connectStore(
  uri: string,
  onError: (error: unknown) => void = () => undefined,
  patienceMilliseconds = PATIENCE_MILLISECONDS,
  heartbeatMilliseconds = HEARTBEAT_MILLISECONDS,
): StoreConnection {
  const connection = mongoose.createConnection();
  const models = defineModels(connection);
  const closing = new AbortController();
  let reach: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const patience = { server: patienceMilliseconds, heartbeat: heartbeatMilliseconds };
  const kept = keepConnected(connection, uri, patience, closing.signal, reach, onError);
  return {
    connection,
    models,
    ready: Promise.race([reached, kept]),
    async check() {
      if (connection.db === undefined) throw new StoreUnavailable(undefined);
      await connection.db.command({ ping: 1 }).catch((error: unknown) => {
        throw new StoreUnavailable(error);
      });
    },
    async close() {
      closing.abort();
      await kept;
      await connection.close();
    },
  };
}

// The driver reconnects by itself, but only after a first connection has stood, and as long as its look-out does not hang.
async function keepConnected(
  connection: Connection,
  uri: string,
  patience: { readonly server: number; readonly heartbeat: number },
  closing: AbortSignal,
  onReached: () => void,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!closing.aborted) {
    try {
      await open(connection, uri, patience.server);
      await ensureIndexes(connection);
      onReached();
      if (!(await heartbeatHangs(connection.getClient(), patience.heartbeat, closing))) return;
      onError(new Error('The driver has lost sight of its server; connecting anew.'));
      // Not by force: mongoose never lets a model that was closed by force work again.
      await connection.close();
    } catch (error) {
      onError(error);
      await pause(RETRY_MILLISECONDS, undefined, { signal: closing }).catch(() => undefined);
    }
  }
}

async function open(connection: Connection, uri: string, patience: number): Promise<void> {
  await connection.openUri(uri, {
    serverSelectionTimeoutMS: patience,
    connectTimeoutMS: patience,
    // How soon a server that has gone silent is noticed: then calls under way fail as well, instead of waiting for their own limit.
    heartbeatFrequencyMS: 3_000,
    // A server that took a call and went silent (a cut network) must not hold its caller for ever.
    socketTimeoutMS: 30_000,
    waitQueueTimeoutMS: 10_000,
    maxPoolSize: 20,
    // A decision made on what a secondary remembers would be made on the past.
    readPreference: 'primary',
    ignoreUndefined: true,
    bufferCommands: false,
    autoIndex: false,
    autoCreate: false,
  });
}

async function ensureIndexes(connection: Connection): Promise<void> {
  for (const model of Object.values(connection.models)) await model.createIndexes();
}
