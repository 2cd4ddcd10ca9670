import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Grant } from '../../domain/lease.js';
import { defaultQueuePolicy, type QueuePolicy } from '../../domain/queue-policy.js';
import type { ClusterStore } from '../../domain/ports.js';
import type { Factory } from './adapters.js';
import { aRunId } from './builders.js';

const local = {
  name: 'local',
  engine: { kind: 'docker', 'label.prefix': 'x.y', mounts: [{ $from: '/a' }] },
  limits: { slots: 4, cpu: 2.5 },
  description: 'this machine',
} as const;
const grants = (...numbers: number[]): Grant[] => numbers.map((n) => ({ runId: aRunId(n), generation: 1 }));

/** What every ClusterStore promises. */
export function clusterStoreContract(make: Factory<ClusterStore>): void {
  let clusters: ClusterStore;
  beforeEach(async () => {
    clusters = await make();
  });

  describe('a cluster', () => {
    test('is created, comes back as it was, and is listed by name', async () => {
      const { cluster, created } = await clusters.put(local, 5);
      expect(created).toBe(true);
      expect(cluster).toStrictEqual({
        ...local,
        queue: defaultQueuePolicy,
        limitsVersion: 1,
        status: 'active',
        createdAt: 5,
        updatedAt: 5,
      });
      expect(await clusters.get('local')).toStrictEqual(cluster);
      await clusters.put({ ...local, name: 'east' }, 6);
      expect((await clusters.list()).map(({ name }) => name)).toEqual(['east', 'local']);
      expect(await clusters.get('west')).toBeUndefined();
    });

    test('that is put again as it is stays as it is', async () => {
      const { cluster } = await clusters.put(local, 5);
      const again = await clusters.put({ ...local, limits: { ...local.limits, gpu: undefined } }, 9);
      expect(again).toStrictEqual({ cluster, created: false });
    });

    test('gets a new version with other limits, not with another description', async () => {
      await clusters.put(local, 5);
      expect((await clusters.put({ ...local, description: 'mine' }, 6)).cluster).toMatchObject({
        description: 'mine',
        limitsVersion: 1,
        createdAt: 5,
        updatedAt: 6,
      });
      const { cluster } = await clusters.put({ ...local, limits: { slots: 4 } }, 7);
      expect(cluster).toMatchObject({ limitsVersion: 2, updatedAt: 7 });
      expect(cluster.limits).toStrictEqual({ slots: 4 });
    });

    test('gets a new version with another queue, and keeps its queue when only other things are put', async () => {
      const queue: QueuePolicy = {
        fairShare: 'owner',
        weights: { 'ada.l': 2, $bo: 0.5 },
        agingSeconds: 60,
        reservationSeconds: 0,
      };
      await clusters.put(local, 5);
      const { cluster } = await clusters.put({ ...local, queue }, 6);
      expect(cluster).toMatchObject({ limitsVersion: 2, updatedAt: 6 });
      expect(cluster.queue).toStrictEqual(queue);
      expect((await clusters.put({ ...local, queue }, 7)).cluster).toStrictEqual(cluster);
      const { cluster: described } = await clusters.put({ ...local, description: 'mine' }, 8);
      expect(described).toMatchObject({ queue, limitsVersion: 2, description: 'mine' });
      const { cluster: east } = await clusters.put({ ...local, name: 'east', queue }, 9);
      expect(east.queue).toStrictEqual(queue);
      expect(await clusters.get('east')).toStrictEqual(east);
    });

    test('created by many at the same moment is created once', async () => {
      const answers = await Promise.all([1, 2, 3, 4].map((at) => clusters.put(local, at)));
      expect(answers.filter(({ created }) => created)).toHaveLength(1);
      expect(await clusters.list()).toHaveLength(1);
    });

    test('that is only to be created leaves one of its name as it is', async () => {
      const cluster = await clusters.create(local, 5);
      expect(cluster).toMatchObject({ name: 'local', limitsVersion: 1, createdAt: 5 });
      const other = { ...local, engine: { kind: 'process' }, limits: { slots: 1 } } as const;
      expect(await clusters.create(other, 9)).toBeUndefined();
      expect(await clusters.get('local')).toStrictEqual(cluster);
    });

    test('only to be created, by many at the same moment, is created by one of them', async () => {
      const all = [1, 2, 3, 4].map((slots) => clusters.create({ ...local, limits: { slots } }, slots));
      const created = (await Promise.all(all)).filter((cluster) => cluster !== undefined);
      expect(created).toHaveLength(1);
      expect(await clusters.list()).toStrictEqual(created);
    });

    test('keeps the changes of all who change it at the same moment', async () => {
      await clusters.put(local, 1);
      await Promise.all([
        clusters.put({ ...local, limits: { slots: 1 } }, 2),
        clusters.setStatus('local', 'paused', 'upgrade', 2),
        clusters.put({ ...local, limits: { slots: 2 } }, 2),
      ]);
      expect(await clusters.get('local')).toMatchObject({ status: 'paused', limitsVersion: 4 });
    });

    test('is removed once', async () => {
      await clusters.put(local, 1);
      expect(await clusters.remove('local')).toBe(true);
      expect(await clusters.remove('local')).toBe(false);
      expect(await clusters.get('local')).toBeUndefined();
    });
  });

  test('a status has a reason as long as somebody gives one, and makes a new version', async () => {
    await clusters.put(local, 1);
    expect(await clusters.setStatus('local', 'paused', 'upgrade', 2)).toMatchObject({
      status: 'paused',
      statusReason: 'upgrade',
      limitsVersion: 2,
      updatedAt: 2,
    });
    expect(await clusters.setStatus('local', 'paused', 'upgrade', 3)).toMatchObject({ limitsVersion: 2, updatedAt: 2 });
    const active = await clusters.setStatus('local', 'active', undefined, 4);
    expect(active).toMatchObject({ status: 'active', limitsVersion: 3 });
    expect(Object.keys(active!)).not.toContain('statusReason');
    expect(await clusters.setStatus('west', 'active', undefined, 4)).toBeUndefined();
  });

  describe('the write-ahead log of the allocator', () => {
    const start = async () => {
      await clusters.put(local, 1);
      return (await clusters.raiseEpoch('local'))!;
    };

    test('is written by the allocator of the newest epoch only', async () => {
      const older = await start();
      const newer = (await clusters.raiseEpoch('local'))!;
      expect(newer.epoch).toBe(older.epoch + 1);
      expect(await clusters.commitIntent(older, grants(1))).toBe(false);
      expect(await clusters.commitIntent(newer, grants(2))).toBe(true);
      expect(await clusters.readSemaphore('local')).toMatchObject({ batch: 1, intent: grants(2) });
    });

    test('a batch is won once', async () => {
      const state = await start();
      expect(await clusters.commitIntent(state, grants(1))).toBe(true);
      expect(await clusters.commitIntent(state, grants(1))).toBe(false);
      expect(await clusters.commitIntent({ ...state, batch: state.batch + 1 }, grants(2, 3))).toBe(true);
      expect((await clusters.readSemaphore('local'))?.intent).toEqual(grants(2, 3));
    });

    test.each([
      ['the limits', () => clusters.put({ ...local, limits: { slots: 1 } }, 9)],
      ['the queue', () => clusters.put({ ...local, queue: { ...defaultQueuePolicy, agingSeconds: 1 } }, 9)],
      ['the status', () => clusters.setStatus('local', 'paused', undefined, 9)],
    ])('what was decided before %s changed cannot be committed', async (_, change) => {
      const state = await start();
      await change();
      expect(await clusters.commitIntent(state, grants(1))).toBe(false);
      expect(await clusters.commitIntent((await clusters.readSemaphore('local'))!, grants(1))).toBe(true);
    });

    test('of two allocators that race, each batch is won by exactly one', async () => {
      await start();
      const won: Grant[][] = [];
      const allocator = async (who: number) => {
        let state = (await clusters.raiseEpoch('local'))!;
        for (let round = 0; round < 15; round += 1) {
          const intent = grants(who * 100 + round);
          if (await clusters.commitIntent(state, intent)) won.push(intent);
          state = (await clusters.readSemaphore('local'))!;
          if (round % 5 === who) state = (await clusters.raiseEpoch('local'))!;
        }
      };
      await Promise.all([allocator(1), allocator(2), allocator(3)]);
      const end = (await clusters.readSemaphore('local'))!;
      expect(end.batch).toBe(won.length);
      expect(end.intent).toEqual(won.at(-1));
    });

    test('every raise of the epoch is another one, also at the same moment', async () => {
      await start();
      const states = await Promise.all(Array.from({ length: 8 }, () => clusters.raiseEpoch('local')));
      expect(new Set(states.map((state) => state?.epoch)).size).toBe(8);
    });

    test('there is none without a cluster', async () => {
      expect(await clusters.raiseEpoch('west')).toBeUndefined();
      expect(await clusters.readSemaphore('west')).toBeUndefined();
      const state = await start();
      await clusters.remove('local');
      expect(await clusters.commitIntent(state, grants(1))).toBe(false);
    });
  });
}
