import { MongoScheduleStore } from '../../src/store/mongo-schedule-store.js';
import { MemoryScheduleStore } from '../fakes/memory-schedule-store.js';
import { overBothAdapters } from './adapters.js';
import { scheduleStoreContract } from './schedule-store.contract.js';

overBothAdapters(
  scheduleStoreContract,
  () => new MemoryScheduleStore(),
  ({ schedules, firings }) => new MongoScheduleStore(schedules, firings),
);
