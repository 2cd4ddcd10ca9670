import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import mongoose, { type Schema } from 'mongoose';
import { defineModels } from '../../src/store/models.js';
import { describeWith } from '../needs.js';
import { begins, objections, readPlan } from './judge-plan.js';
import { type Command, ListeningStore } from './listen.js';
import { nameOf, storeQueries } from './queries.js';
import { seed, type Seeded } from './seed.js';
import { stores } from './stores.js';
import { canServe } from './served-by.js';
import { queryTable } from './table.js';

const models = defineModels(mongoose.createConnection());
const declared = Object.values(models).flatMap(({ schema }: { schema: Schema }) =>
  schema.indexes().map(([keys]) => Object.keys(keys).join(', ')),
);

describe('the list of queries', () => {
  test('has every method of every store', () => {
    for (const [name, store] of Object.entries(stores(models))) {
      const prototype = Object.getPrototypeOf(store) as object;
      const methods = Object.getOwnPropertyNames(prototype).filter((method) => method !== 'constructor');
      const listed = storeQueries.filter((query) => query.store === name).map(({ method }) => method);
      expect([name, [...new Set(listed)].toSorted()]).toEqual([name, methods.toSorted()]);
    }
  });

  test('has every store', () => {
    const files = readdirSync(join(import.meta.dirname, '../../src/store')).filter((file) =>
      /^mongo-.*(?<!\.test)\.ts$/.test(file),
    );
    const named = (file: string) => file.slice(0, -'.ts'.length).split('-').join('');
    const known = Object.values(stores(models)).map((store) => store.constructor.name.toLowerCase());
    expect(known.toSorted()).toEqual(files.map(named).toSorted());
  });

  test('names indexes that exist, and no index is there for nothing', () => {
    const named = storeQueries.flatMap(({ indexes }) => indexes).filter((keys) => keys !== '_id');
    expect(named.filter((keys) => !declared.some((index) => begins(index, keys)))).toEqual([]);
    expect(declared.filter((index) => !named.some((keys) => begins(index, keys)))).toEqual([]);
  });

  test('is the one in docs/operations.md', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8');
    expect(page).toContain(queryTable());
  });
});

describeWith(['mongodb'], 'every query', ({ mongodb }) => {
  let store: ListeningStore;
  let seeded: Seeded;
  beforeAll(async () => {
    const address = new URL(mongodb);
    address.pathname = `/plans-${randomUUID().slice(0, 8)}`;
    store = await ListeningStore.open(address.href);
    seeded = await seed(store.models, 200);
  }, 60_000);
  afterAll(async () => {
    await store.connection.dropDatabase();
    await store.close();
  });

  test('asks only what the index it names can answer', async () => {
    const all = stores(store.models);
    for (const query of storeQueries) {
      const commands = await store.during(() => query.ask(all, seeded));
      const name = nameOf(query);
      expect([name, commands.length > 0]).toEqual([name, query.indexes.length > 0]);
      const keys = query.indexes.flatMap((beginning) =>
        beginning === '_id'
          ? [['_id']]
          : declared.filter((index) => begins(index, beginning)).map((index) => index.split(', ')),
      );
      const unserved = commands.filter(
        (command) => !keys.some((index) => canServe(index, command, query.walks !== undefined)),
      );
      expect({ name, unserved }).toEqual({ name, unserved: [] });
    }
  });
});

describe('an index', () => {
  const find = (filter: object, sort: object = {}, limit = 0): Command => ({ find: 'leases', filter, sort, limit });

  test.each<[string, string, Command, boolean]>([
    ['finds by equality on its first keys', 'a, b', find({ a: 1, c: 2 }), true],
    ['finds by several values', 'a, b', find({ a: { $in: [1, 2] }, b: { $lt: 2 } }), true],
    ['does not find by its second key', 'a, b', find({ b: 1 }), false],
    ['gives the order behind what is equal', 'a, b', find({ a: 1 }, { b: 1 }, 5), true],
    ['does not end in the id by itself', 'a, b', find({ a: 1 }, { b: 1, _id: 1 }, 5), false],
    ['gives no other order', 'a, c, b', find({ a: 1 }, { b: 1 }, 5), false],
    ['gives its own order to a page of everything', '_id', find({ x: 1 }, { _id: -1 }, 5), true],
    ['leaves the order of everything that is equal to a sort', 'a', find({ a: 1 }, { b: 1 }), true],
    ['serves the first stage of an aggregation', 'a', { aggregate: 'x', pipeline: [{ $match: { a: 1 } }] }, true],
    ['cannot serve an aggregation over everything', 'a', { aggregate: 'x', pipeline: [{ $group: {} }] }, false],
    ['serves each write of a command', 'a', { update: 'x', updates: [{ q: { a: 1 } }, { q: { b: 1 } }] }, false],
    ['serves a delete', '_id', { delete: 'x', deletes: [{ q: { _id: 1, state: 'queued' } }] }, true],
    ['serves a count', 'a, b', { aggregate: 'x', pipeline: [{ $match: { a: 1, b: 2 } }, { $group: {} }] }, true],
    ['serves distinct values', 'a, b', { distinct: 'x', key: 'b', query: { a: 1 } }, true],
  ])('%s', (_, keys, command, can) => {
    expect(canServe(keys.split(', '), command)).toBe(can);
  });
});

describe('the judgement of a plan', () => {
  const classic = (winningPlan: object, executionStats: object) => ({ queryPlanner: { winningPlan }, executionStats });
  const stats = (totalKeysExamined: number, totalDocsExamined: number, nReturned: number, executionStages = {}) => ({
    totalKeysExamined,
    totalDocsExamined,
    nReturned,
    executionStages,
  });
  const fetch = { stage: 'FETCH', inputStage: { stage: 'IXSCAN', keyPattern: { cluster: 1, state: 1, _id: -1 } } };
  const judged = (explain: object, indexes = ['cluster, state'], mayWalk = false) =>
    objections(readPlan(explain as Command), indexes, mayWalk);

  test('is content with the declared index that reads what it finds', () => {
    expect(judged(classic(fetch, stats(51, 51, 51)))).toEqual([]);
    expect(judged(classic({ stage: 'SORT_MERGE', inputStages: [fetch, fetch] }, stats(60, 55, 51)))).toEqual([]);
  });

  test('finds the plan in the newer engine, in an aggregation and in the shards', () => {
    const inner = classic({ queryPlan: fetch, slotBasedPlan: {} }, stats(5, 5, 5));
    expect(judged(inner)).toEqual([]);
    expect(judged({ stages: [{ $cursor: inner }, { $group: {} }] })).toEqual([]);
    expect(judged({ shards: { one: inner, two: inner } })).toEqual([]);
    expect(readPlan({ shards: { one: inner, two: inner } })).toMatchObject({ keysExamined: 10, found: 10 });
  });

  test('takes what is found by its id alone as such, however this version calls it', () => {
    for (const stage of ['IDHACK', 'EXPRESS_IXSCAN', 'CLUSTERED_IXSCAN'])
      expect(judged(classic({ stage }, stats(1, 1, 1)), ['_id'])).toEqual([]);
  });

  test('objects to a scan of the collection, wherever in the plan it is', () => {
    const scan = { stage: 'SORT', inputStage: { stage: 'COLLSCAN' } };
    expect(judged(classic(scan, stats(0, 9, 1)))).toEqual(['reads the whole collection']);
    expect(
      judged(classic({ stage: 'OR', inputStages: [fetch, { stage: 'COLLSCAN' }] }, stats(0, 9, 1)), undefined, true),
    ).toEqual(['reads the whole collection']);
  });

  test('objects to another index than the declared one', () => {
    expect(judged(classic(fetch, stats(1, 1, 1)), ['owner, state'])).toEqual([
      'uses the index (cluster, state, _id) instead of (owner, state)',
    ]);
    expect(judged(classic({ stage: 'SOMETHING' }, stats(1, 1, 1)))).toEqual(['uses no index that could be recognised']);
  });

  test('objects to reading far more than is found, unless a walk is declared', () => {
    expect(judged(classic(fetch, stats(5_000, 5_000, 50)))).toEqual([
      'examines 5000 keys to find 50',
      'reads 5000 documents to find 50',
    ]);
    expect(judged(classic(fetch, stats(5_000, 5_000, 50)), undefined, true)).toEqual([]);
  });

  test('counts what a write means and what a count counts as found', () => {
    const update = { stage: 'UPDATE', nMatched: 400, inputStage: { stage: 'FETCH' } };
    expect(judged(classic(fetch, stats(400, 400, 0, update)))).toEqual([]);
    const removal = { stage: 'DELETE', nWouldDelete: 400 };
    expect(judged(classic(fetch, stats(400, 400, 0, removal)))).toEqual([]);
    expect(judged(classic(fetch, stats(401, 0, 0, { stage: 'COUNT', nCounted: 400 })))).toEqual([]);
  });
});
