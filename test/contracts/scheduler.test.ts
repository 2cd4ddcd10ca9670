import { afterAll, beforeAll, describe } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { ulid } from 'ulid';
import { scheduleId } from '../../domain/ids.js';
import { TemporalScheduler } from '../../src/temporal/temporal-scheduler.js';
import { MemoryScheduler } from '../fakes/memory-scheduler.js';
import { describeWith } from '../needs.js';
import { schedulerContract } from './scheduler.contract.js';

const nextId = () => scheduleId(ulid());

describe('in memory', () => schedulerContract(() => ({ scheduler: new MemoryScheduler(), nextId })));

describeWith(['temporal'], 'in Temporal', ({ temporal }) => {
  let connection: Connection;
  beforeAll(async () => {
    connection = await Connection.connect({ address: temporal });
  });
  afterAll(() => connection.close());
  schedulerContract(() => ({ scheduler: new TemporalScheduler(new Client({ connection })), nextId }));
});
