import { MongoLogStore } from '../../src/store/mongo-log-store.js';
import { MemoryLogStore } from '../fakes/memory-log-store.js';
import { overBothAdapters } from './adapters.js';
import { logStoreContract } from './log-store.contract.js';

overBothAdapters(
  logStoreContract,
  () => new MemoryLogStore(),
  ({ logChunks }) => new MongoLogStore(logChunks),
);
