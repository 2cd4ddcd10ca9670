import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { connectStore, type StoreConnection } from '../../src/store/connect-store.js';
import type { Models } from '../../src/store/models.js';
import { describeWith } from '../needs.js';

/** Gives a suite a new, empty store for each of its tests. */
export type Factory<Port> = () => Promise<Port>;

/** Runs one contract over the adapter in memory, and over the one in MongoDB where there is one. */
export function overBothAdapters<Port>(
  contract: (make: Factory<Port>) => void,
  inMemory: () => Port,
  inMongo: (models: Models) => Port,
): void {
  describe('in memory', () => contract(async () => inMemory()));

  describeWith(['mongodb'], 'in MongoDB', ({ mongodb }) => {
    let store: StoreConnection;
    beforeAll(async () => {
      // A database of its own: other test files use the same server at the same time.
      const address = new URL(mongodb);
      address.pathname = `/contract-${randomUUID().slice(0, 8)}`;
      store = connectStore(address.href);
      await store.ready;
    });
    afterAll(async () => {
      await store.connection.dropDatabase();
      await store.close();
    });
    contract(async () => {
      for (const model of Object.values(store.models)) await model.deleteMany({});
      return inMongo(store.models);
    });
  });
}
