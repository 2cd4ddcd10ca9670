import mongoose from 'mongoose';
import { StoreUnavailable } from './store-unavailable.js';

/** The same store, whose calls fail with StoreUnavailable when the database could not be reached. */
export function guarded<Store extends object>(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return async (...values: unknown[]): Promise<unknown> => {
        try {
          return await Reflect.apply(member, target, values);
        } catch (error) {
          throw isUnreachable(error) ? new StoreUnavailable(error) : error;
        }
      };
    },
  });
}

const { MongoBulkWriteError, MongoError, MongoNetworkError, MongoSystemError } = mongoose.mongo;

// Not all of these are exported by the driver, but their names are part of its documented interface.
const unreachable = new Set([
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoClientClosedError',
  'MongoServerClosedError',
  'MongoPoolClosedError',
  'MongoWaitQueueTimeoutError',
  'MongoOperationTimeoutError',
]);

/** The driver hands a write into a connection that is just breaking on as the socket's own error. */
const brokenSocket = new Set<unknown>(['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'ERR_STREAM_DESTROYED']);

/** Server errors that say "not now, not me": a server that starts, steps down or shuts down. */
const notNow = new Set<unknown>([91, 189, 10107, 11600, 11602, 13435, 13436]);

function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof MongoNetworkError || error instanceof MongoSystemError) return true;
  // The driver hides a connection that breaks under a bulk in an error about the bulk: with no code or the socket's, a
  // word; a server's own are numbers.
  if (error instanceof MongoBulkWriteError && typeof error.code !== 'number') return true;
  if (error instanceof MongoError) return unreachable.has(error.name) || notNow.has(error.code);
  if ('code' in error && brokenSocket.has(error.code)) return true;
  // mongoose has no class for "the first connection does not stand yet".
  return error.name === 'MongooseError' && error.message.includes('initial connection');
}
