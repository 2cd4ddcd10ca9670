import { MongoClusterStore } from '../../src/store/mongo-cluster-store.js';
import { MemoryClusterStore } from '../fakes/memory-cluster-store.js';
import { overBothAdapters } from './adapters.js';
import { clusterStoreContract } from './cluster-store.contract.js';

overBothAdapters(
  clusterStoreContract,
  () => new MemoryClusterStore(),
  ({ clusters }) => new MongoClusterStore(clusters),
);
