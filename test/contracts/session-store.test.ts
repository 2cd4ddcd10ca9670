import { MongoSessionStore } from '../../src/store/mongo-session-store.js';
import { MemorySessionStore } from '../fakes/memory-session-store.js';
import { overBothAdapters } from './adapters.js';
import { sessionStoreContract } from './session-store.contract.js';

overBothAdapters(
  sessionStoreContract,
  () => new MemorySessionStore(),
  ({ sessions }) => new MongoSessionStore(sessions),
);
