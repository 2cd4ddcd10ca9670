import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ClusterQueueView } from '../../domain/contract/clusters.js';
import { describeWith } from '../needs.js';
import { CuttableLine } from './cuttable-line.js';
import { Sampler } from './sampler.js';
import { until } from './until.js';
import { World } from './world.js';

const SLOTS = 5;

describeWith(['temporal', 'mongodb'], 'when the world misbehaves', (at) => {
  let world: World;
  let line: CuttableLine;
  beforeAll(async () => {
    const { hostname, port, pathname } = new URL(at.mongodb);
    line = await CuttableLine.to(hostname, Number(port));
    world = await World.start({ ...at, mongodb: `mongodb://127.0.0.1:${line.port}${pathname}` });
    await world.startPart('worker', 'second worker');
  }, 120_000);
  afterAll(async () => {
    line.mend();
    await world.end();
    await line.close();
  }, 60_000);

  const holders = async (cluster: string) =>
    ClusterQueueView.parse(await world.api.json('GET', `/clusters/${cluster}/queue`)).holders.length;

  /** Launches so many short runs, does something nasty meanwhile, and holds the outcome against the promises. */
  async function survives(cluster: string, count: number, nasty: () => Promise<void>): Promise<void> {
    const started = world.file(cluster);
    await world.api.cluster(cluster, { limits: { slots: SLOTS } });
    const sampler = new Sampler(() => holders(cluster).catch(() => 0)); // while the store is away there is nothing to see
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1)
      ids.push(
        (await world.api.launchCommand(cluster, `echo "$FLOTILLA_RUN_ID" >> ${started}; sleep 0.5; echo end`)).id,
      );
    try {
      await until(
        'some have started',
        async () => linesOf(started).length,
        (begun) => begun > SLOTS,
      );
      await nasty();
      for (const id of ids) {
        const { state, failure } = await world.api.ended(id, 180_000);
        expect({ id, state, failure }).toEqual({ id, state: 'succeeded', failure: undefined });
      }
    } finally {
      expect(Math.max(...(await sampler.end()))).toBeLessThanOrEqual(SLOTS);
    }
    expect(linesOf(started).sort()).toEqual([...ids].sort());
    await until(
      'no lease is left',
      () => holders(cluster),
      (left) => left === 0,
    );
  }

  test(
    'two workers share the load, and nothing stalls',
    () => survives('two-workers', 40, async () => undefined),
    240_000,
  );

  test('a terminated semaphore comes back by itself', async () => {
    await survives('terminated-semaphore', 30, async () => {
      await world.temporal.workflow.getHandle('semaphore/terminated-semaphore').terminate('test');
    });
  }, 240_000);

  test('grants that are delivered twice, late or for nothing change nothing', async () => {
    await survives('twice', 20, async () => {
      for (const run of await world.api.runs('cluster=twice&state=queued,starting,running')) {
        const handle = world.temporal.workflow.getHandle(`run/${run.id}`);
        for (const generation of [0, 1, 1, 7]) await handle.signal('granted', { generation }).catch(() => undefined); // not started yet, or over
      }
    });
  }, 240_000);

  test('a store that is away for 20 s costs time, but no run', async () => {
    await survives('cut-off', 30, async () => {
      line.cut();
      const answer = await world.api.raw('GET', '/clusters');
      expect([answer.status, answer.headers.get('retry-after') !== null]).toEqual([503, true]);
      await new Promise((resolve) => setTimeout(resolve, 20_000)); // the fault itself: its length is the point
      line.mend();
    });
  }, 300_000);
});

function linesOf(path: string): string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
}
