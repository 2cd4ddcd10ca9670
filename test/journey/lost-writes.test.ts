import { existsSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AuditPage } from '../../domain/contract/audit.js';
import { RunQueueView } from '../../domain/contract/runs.js';
import { connectStore, type StoreConnection } from '../../src/store/connect-store.js';
import { patches } from '../../workflows/patches.js';
import { describeWith } from '../needs.js';
import { patchesOf } from './patches-of.js';
import { until } from './until.js';
import { World } from './world.js';

// What a machine that loses its power does to a store that is not told to write through: the latest writes are gone.
describeWith(['temporal', 'mongodb'], 'when the store has lost its latest writes, and Temporal has not', (at) => {
  let world: World;
  let store: StoreConnection;
  beforeAll(async () => {
    world = await World.start(at);
    store = connectStore(world.mongodbUri);
    await store.ready;
  }, 120_000);
  afterAll(async () => {
    await store.close();
    await world.end();
  }, 60_000);

  /** The end is recorded first, then the lease is given back. */
  const gone = (id: string) =>
    until(
      'its lease is gone',
      () => store.models.leases.findById(id).lean(),
      (lease) => lease === null,
    );

  test('a run whose grant is one that its workflow has used up already is carried out all the same', async () => {
    const [begun, goOn] = [world.file('begun'), world.file('go-on')];
    await world.api.cluster('regressed', { limits: { slots: 1 } });
    const command = `[ -e ${goOn} ] && exit 0; : > ${begun}; until [ -e ${goOn} ]; do sleep 0.1; done; exit 3`;
    const retry = { attempts: 2, on: ['exit-code'], backoffSeconds: 0 };
    const { id } = await world.api.launchCommand('regressed', command, { retry });
    await until(
      'it has begun',
      async () => existsSync(begun),
      (there) => there,
    );
    await world.api.json('POST', '/clusters/regressed/pause', { reason: 'test' });
    writeFileSync(goOn, '');
    const { leases } = store.models;
    await until(
      'it waits again',
      () => leases.findById(id).lean(),
      (lease) => lease?.state === 'queued' && lease.generation === 1,
    );

    const workflow = world.temporal.workflow.getHandle(`run/${id}`);
    await until(
      'its workflow has looked at its lease and waits',
      async () => (await workflow.fetchHistory()).events?.at(-1)?.timerStartedEventAttributes,
      (timer) => timer !== undefined && timer !== null,
    );

    await leases.updateOne({ _id: id }, { $set: { generation: 0 } });
    await world.api.json('POST', '/clusters/regressed/resume', {});

    expect((await world.api.ended(id)).state).toBe('succeeded');
    await gone(id);
    expect(await patchesOf(workflow)).toEqual([patches.heldLeaseIsOurs]);
  }, 200_000);

  test('a run that is carried out writes its lease again', async () => {
    const goOn = world.file('released');
    await world.api.cluster('unheld', { limits: { slots: 1 } });
    const { id } = await world.api.launchCommand('unheld', `until [ -e ${goOn} ]; do sleep 0.1; done`);
    await world.api.reaches(id, 'running');
    const { leases } = store.models;
    await leases.deleteOne({ _id: id });
    await until(
      'it is held again',
      () => leases.findById(id).lean(),
      (lease) => lease?.state === 'active' && lease.holding,
    );
    const next = await world.api.launchCommand('unheld', 'exit 0');
    await until(
      'the next one is told that there is no room',
      async () => RunQueueView.parse(await world.api.json('GET', `/runs/${next.id}/queue`)),
      ({ hindrance }) => hindrance?.kind === 'limit',
    );
    writeFileSync(goOn, '');
    expect((await world.api.ended(id)).state).toBe('succeeded');
    expect((await world.api.ended(next.id)).state).toBe('succeeded');
  }, 200_000);

  test('a run that waits again although its workflow has completed is given the end that this remembers', async () => {
    await world.api.cluster('forgotten', { limits: { slots: 1 } });
    const { id } = await world.api.launchCommand('forgotten', 'exit 0');
    await world.api.ended(id);
    await world.temporal.workflow.getHandle(`run/${id}`).result();

    const forgotten = { state: 'queued', attempts: [] };
    await store.models.runs.updateOne({ _id: id }, { $set: forgotten, $unset: { outcome: 1, 'times.succeeded': 1 } });
    expect((await world.api.run(id)).state).toBe('queued');
    // What is younger than some seconds may still be in the middle of being accepted.
    await until(
      'the sweep has written its lease again, and the end has been restored',
      async () => {
        await world.sweep();
        return world.api.run(id);
      },
      ({ state }) => state === 'succeeded',
    );

    await gone(id);
    const { items } = AuditPage.parse(await world.api.json('GET', `/audit?subject=run/${id}`));
    expect(items.map(({ action }) => action)).toContain('outcome-restored');
  }, 200_000);
});
