import { MongoIdempotencyKeys } from '../../src/store/mongo-idempotency-keys.js';
import { MemoryIdempotencyKeys } from '../fakes/memory-idempotency-keys.js';
import { overBothAdapters } from './adapters.js';
import { idempotencyKeysContract } from './idempotency-keys.contract.js';

overBothAdapters(
  idempotencyKeysContract,
  () => new MemoryIdempotencyKeys(),
  ({ idempotencyKeys }) => new MongoIdempotencyKeys(idempotencyKeys),
);
