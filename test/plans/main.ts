/**
 * npm run check:plans -- --mongodb-uri URI: seeds a database of its own on a real MongoDB, asks every question that the
 * stores ask, and has each explained. Fails on a scan of a collection, on another index than the declared one, and where
 * more is read than a small multiple of what is found. The database is dropped at the end.
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { objections, readPlan } from './judge-plan.js';
import { ListeningStore } from './listen.js';
import { nameOf, storeQueries } from './queries.js';
import { seed } from './seed.js';
import { stores } from './stores.js';

const RUNS = 20_000;

const { values } = parseArgs({ options: { 'mongodb-uri': { type: 'string' } } });
if (values['mongodb-uri'] === undefined)
  throw new Error('npm run check:plans -- --mongodb-uri mongodb://127.0.0.1:27017');
const uri = new URL(values['mongodb-uri']);
uri.pathname = `/flotilla-plans-${randomUUID().slice(0, 8)}`;

const store = await ListeningStore.open(uri.href);
let failed = 0;
try {
  const { version, standIn } = (await store.connection.db?.command({ buildInfo: 1 })) ?? {};
  if (standIn === true)
    throw new Error('This is the stand-in, which cannot explain: give the address of a real MongoDB.');
  process.stdout.write(`MongoDB ${String(version)}; seeding ${RUNS} runs\n`);
  const seeded = await seed(store.models, RUNS);
  const all = stores(store.models);
  for (const query of storeQueries) {
    const name = nameOf(query);
    const commands = await store.during(() => query.ask(all, seeded));
    const wrong = [];
    for (const command of commands)
      wrong.push(...objections(readPlan(await store.explain(command)), query.indexes, query.walks !== undefined));
    if (wrong.length > 0) failed += 1;
    process.stdout.write(
      `${wrong.length === 0 ? 'ok    ' : 'FAILED'} ${name}${wrong.map((one) => `\n         ${one}`).join('')}\n`,
    );
  }
} finally {
  await store.connection.dropDatabase();
  await store.close();
}
process.stdout.write(`${storeQueries.length - failed} passed, ${failed} failed, 0 skipped\n`);
process.exitCode = failed === 0 ? 0 : 1;
