import { MongoTokenStore } from '../../src/store/mongo-token-store.js';
import { MemoryTokenStore } from '../fakes/memory-token-store.js';
import { overBothAdapters } from './adapters.js';
import { tokenStoreContract } from './token-store.contract.js';

overBothAdapters(
  tokenStoreContract,
  () => new MemoryTokenStore(),
  ({ tokens }) => new MongoTokenStore(tokens),
);
