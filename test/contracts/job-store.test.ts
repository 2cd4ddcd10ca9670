import { MongoJobStore } from '../../src/store/mongo-job-store.js';
import { MemoryJobStore } from '../fakes/memory-job-store.js';
import { overBothAdapters } from './adapters.js';
import { jobStoreContract } from './job-store.contract.js';

overBothAdapters(
  jobStoreContract,
  () => new MemoryJobStore(),
  ({ jobs, jobRevisions }) => new MongoJobStore(jobs, jobRevisions),
);
