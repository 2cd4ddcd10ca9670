import { afterEach, expect, test } from '@jest/globals';
import { connectStore, type StoreConnection } from '../../src/store/connect-store.js';
import { guarded } from '../../src/store/guarded.js';
import { MongoRunStore } from '../../src/store/mongo-run-store.js';
import { StoreUnavailable } from '../../src/store/store-unavailable.js';
import { CuttableLine } from '../journey/cuttable-line.js';
import { describeWith } from '../needs.js';
import { aRun, aRunId } from './builders.js';

describeWith(['mongodb'], 'a database that goes away', ({ mongodb }) => {
  let line: CuttableLine;
  let store: StoreConnection;
  afterEach(async () => {
    await store.close();
    await line.close();
  });

  test('in the middle of an insert is away, and no error of ours', async () => {
    const uri = new URL(mongodb);
    line = await CuttableLine.to(uri.hostname, Number(uri.port));
    uri.host = `127.0.0.1:${line.port}`;
    uri.pathname = '/cut-store';
    store = connectStore(uri.href, undefined, 500);
    await store.ready;
    const runs = guarded(new MongoRunStore(store.models.runs));
    await runs.insert(aRun({ id: aRunId(1) }));
    const inserting = Promise.allSettled([2, 3, 4, 5].map((n) => runs.insert(aRun({ id: aRunId(n) }))));
    line.cut();
    const failures = (await inserting).flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(failures.length).toBeGreaterThan(0);
    for (const failure of failures) expect(failure).toBeInstanceOf(StoreUnavailable);
  });
});
