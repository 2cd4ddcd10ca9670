import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { connectStore, type StoreConnection } from './connect-store.js';
import { guarded } from './guarded.js';
import { MongoClusterStore } from './mongo-cluster-store.js';
import { StoreUnavailable } from './store-unavailable.js';

let store: StoreConnection | undefined;
let server: Server | undefined;
/** Nobody is there: no need to wait for long. */
const PATIENCE = 200;
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await new Promise((done) => (server === undefined ? done(undefined) : server.close(done)));
  server = undefined;
  await store?.close();
});

async function listen(onSocket: (socket: Socket) => void): Promise<number> {
  const listening = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    onSocket(socket);
  });
  server = listening;
  await new Promise<void>((done) => listening.listen(0, '127.0.0.1', done));
  return (listening.address() as { port: number }).port;
}

describe('without a database', () => {
  test('every call fails with StoreUnavailable, at once', async () => {
    const port = await listen((socket) => socket.destroy());
    store = connectStore(`mongodb://127.0.0.1:${port}/test`, undefined, PATIENCE);
    const clusters = guarded(new MongoClusterStore(store.models.clusters));
    const began = Date.now();
    await expect(clusters.get('local')).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(clusters.list()).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await expect(store.check()).rejects.toBeInstanceOf(StoreUnavailable);
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  test('the connection is tried again, and says each time why it failed', async () => {
    const port = await listen((socket) => socket.destroy());
    const failures: unknown[] = [];
    let heardTwice = () => undefined as unknown;
    const twice = new Promise((done) => (heardTwice = () => done(undefined)));
    const hear = (error: unknown) => {
      if (failures.push(error) === 2) heardTwice();
    };
    store = connectStore(`mongodb://127.0.0.1:${port}/test`, hear, PATIENCE);
    await twice;
    expect(String(failures[0])).toMatch(/127\.0\.0\.1/);
  });

  test('closing ends the trying', async () => {
    const port = await listen((socket) => socket.destroy());
    store = connectStore(`mongodb://127.0.0.1:${port}/test`, undefined, PATIENCE);
    await store.close();
    await store.ready;
  });
});

test('a mistake of ours is not taken for an absent database', async () => {
  const broken = guarded({ find: () => Promise.reject(new TypeError('x is not a function')) });
  await expect(broken.find()).rejects.toBeInstanceOf(TypeError);
});

test.each([
  ['nothing is known of', undefined],
  ['the socket says so of', 'EPIPE'],
])('a connection that breaks under a bulk is an absent database, where %s why', async (_, code) => {
  await expect(guarded({ insert: () => Promise.reject(bulkError(code)) }).insert()).rejects.toBeInstanceOf(
    StoreUnavailable,
  );
});

test('what the server says of a bulk is not', async () => {
  await expect(guarded({ insert: () => Promise.reject(bulkError(11_000)) }).insert()).rejects.toMatchObject({
    code: 11_000,
  });
});

/** As the driver makes it of whatever went wrong under a bulk. */
const bulkError = (code: unknown) =>
  new mongoose.mongo.MongoBulkWriteError({ message: 'it broke', code, writeErrors: [] } as never, {} as never);
