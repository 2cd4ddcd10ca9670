import { MongoLeaseLedger } from '../../src/store/mongo-lease-ledger.js';
import { MemoryLeaseLedger } from '../fakes/memory-lease-ledger.js';
import { overBothAdapters } from './adapters.js';
import { leaseLedgerContract } from './lease-ledger.contract.js';

overBothAdapters(
  leaseLedgerContract,
  () => new MemoryLeaseLedger(),
  ({ leases }) => new MongoLeaseLedger(leases),
);
