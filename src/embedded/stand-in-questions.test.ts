import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import mongoose from 'mongoose';

interface Thing {
  _id: string;
  state: string;
  cluster?: string | undefined;
  priority: number;
  job: { id: string };
  tags: string[];
}

const state: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'c');
const id = fc.integer({ min: 0, max: 99 }).map((number) => String(number).padStart(3, '0'));
const thing: fc.Arbitrary<Thing> = fc.record({
  _id: id,
  state,
  cluster: fc.constantFrom('c1', 'c2', undefined),
  priority: fc.nat(3),
  job: fc.record({ id: fc.constantFrom('j1', 'j2') }),
  tags: fc.uniqueArray(fc.constantFrom('p', 'q', 'r')),
});

/** A condition in MongoDB's words, and what it means. */
type Condition = [field: string, asked: unknown, holds: (thing: Thing) => boolean];
const condition: fc.Arbitrary<Condition> = fc.oneof(
  state.map((asked): Condition => ['state', asked, (thing) => thing.state === asked]),
  fc.array(state).map((asked): Condition => ['state', { $in: asked }, (thing) => asked.includes(thing.state)]),
  state.map((asked): Condition => ['state', { $ne: asked }, (thing) => thing.state !== asked]),
  fc.constantFrom('c1', 'c2').map((asked): Condition => ['cluster', asked, (thing) => thing.cluster === asked]),
  fc.constant<Condition>(['cluster', null, (thing) => thing.cluster === undefined]),
  fc.nat(3).map((asked): Condition => ['priority', { $gt: asked }, (thing) => thing.priority > asked]),
  fc.nat(3).map((asked): Condition => ['priority', { $lt: asked }, (thing) => thing.priority < asked]),
  fc
    .tuple(fc.nat(3), fc.nat(3))
    .map(([from, to]): Condition => [
      'priority',
      { $gte: from, $lte: to },
      (thing) => thing.priority >= from && thing.priority <= to,
    ]),
  fc
    .constantFrom('p', 'q')
    .map((asked): Condition => ['tags', { $gt: asked }, ({ tags }) => tags.some((tag) => tag > asked)]),
  fc.nat(3).map((asked): Condition => ['priority', asked, (thing) => thing.priority === asked]),
  fc.constantFrom('j1', 'j2').map((asked): Condition => ['job.id', asked, (thing) => thing.job.id === asked]),
  fc.constantFrom('p', 'r').map((asked): Condition => ['tags', asked, (thing) => thing.tags.includes(asked)]),
  id.map((asked): Condition => ['_id', { $lt: asked }, (thing) => thing._id < asked]),
  id.map((asked): Condition => ['_id', { $gte: asked }, (thing) => thing._id >= asked]),
  id.map((asked): Condition => ['_id', asked, (thing) => thing._id === asked]),
  fc.array(id).map((asked): Condition => ['_id', { $in: asked }, (thing) => asked.includes(thing._id)]),
);
const question = fc.record({
  conditions: fc.uniqueArray(condition, { maxLength: 3, selector: ([field]) => field }),
  direction: fc.constantFrom(1 as const, -1 as const),
  skip: fc.constantFrom(0, 0, 3),
  limit: fc.constantFrom(0, 1, 5),
});

const address = process.env.FLOTILLA_TEST_MONGODB;

// Meant for the stand-in's own indexes; a real MongoDB must pass it as well, or the model here is wrong.
(address === undefined ? describe.skip : describe)('the database of the tests', () => {
  let things: mongoose.mongo.Collection<Thing>;
  let connection: mongoose.Connection;
  beforeAll(async () => {
    connection = await mongoose.createConnection(address ?? '', { dbName: `questions-${process.pid}` }).asPromise();
    things = connection.collection<Thing>('things');
    await things.createIndex({ state: 1, _id: 1 }, {}, {});
    await things.createIndex({ cluster: 1, state: 1, priority: 1 }, {}, {});
    await things.createIndex({ 'job.id': 1, _id: 1 }, {}, {});
    await things.createIndex({ tags: 1, _id: 1 }, {}, {});
  });
  afterAll(async () => {
    await connection.dropDatabase();
    await connection.close();
  });

  test('finds exactly what is there, whatever is written and asked, with indexes of every kind', async () => {
    const model = new Map<string, Thing>();
    const write = fc.tuple(
      fc.array(thing, { maxLength: 8 }),
      fc.option(id),
      fc.array(question, { minLength: 2, maxLength: 6 }),
    );
    const property = fc.asyncProperty(write, async ([written, removed, questions]) => {
      for (const each of written) {
        const { cluster, ...rest } = each;
        await things.replaceOne({ _id: each._id }, cluster === undefined ? rest : each, { upsert: true });
        model.set(each._id, each);
      }
      if (removed !== null) await things.deleteOne({ _id: removed });
      if (removed !== null) model.delete(removed);
      for (const { conditions, direction, skip, limit } of questions) {
        const filter = Object.fromEntries(conditions.map(([field, asked]) => [field, asked]));
        const matching = [...model.values()].filter((each) => conditions.every(([, , holds]) => holds(each)));
        const sorted = matching.map(({ _id }) => _id).sort((a, b) => (a < b ? -direction : direction));
        const found = await things.find(filter).sort({ _id: direction }).skip(skip).limit(limit).toArray();
        const page = sorted.slice(skip, limit === 0 ? undefined : skip + limit);
        expect({ filter, ids: found.map(({ _id }) => _id) }).toEqual({ filter, ids: page });
        expect(await things.countDocuments(filter)).toBe(matching.length);
        const states = matching.map((each) => each.state).sort();
        expect((await things.distinct('state', filter)).sort()).toEqual([...new Set(states)]);
        const groups = await things
          .aggregate([{ $match: filter }, { $group: { _id: '$state', n: { $sum: 1 } } }])
          .toArray();
        expect(groups.flatMap(({ _id, n }) => Array<string>(Number(n)).fill(String(_id))).sort()).toEqual(states);
      }
    });
    // Shrinking would replay writes against a model that has moved on.
    await fc.assert(property, { numRuns: 60, endOnFailure: true });
  });
});
