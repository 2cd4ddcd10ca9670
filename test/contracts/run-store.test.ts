import { MongoRunStore } from '../../src/store/mongo-run-store.js';
import { MemoryRunStore } from '../fakes/memory-run-store.js';
import { overBothAdapters } from './adapters.js';
import { runStoreContract } from './run-store.contract.js';

overBothAdapters(
  runStoreContract,
  () => new MemoryRunStore(),
  ({ runs }) => new MongoRunStore(runs),
);
