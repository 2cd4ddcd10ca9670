import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inTurns } from '../../domain/in-turns.js';
import { grantedSignalName } from '../../workflows/messages.js';
import { describeWith } from '../needs.js';
import { until } from './until.js';
import { World } from './world.js';

/** Temporal fails a task of a workflow during which a hundred events have come, so it is told of fewer at a time. */
const AT_ONCE = 60;

describeWith(['temporal', 'mongodb'], 'a run that has waited for long', (at) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(at);
  }, 120_000);
  afterAll(() => world.end(), 60_000);

  /**
   * A run that waits on a paused cluster until it begins a new history. Temporal suggests that after 4,096 events, which
   * is half a week of waiting, and ends a workflow by force at 51,200.
   */
  async function waitedLong(cluster: string) {
    await world.api.cluster(cluster, { limits: { slots: 1 } });
    await world.api.json('POST', `/clusters/${cluster}/pause`, { reason: 'test' });
    const { id } = await world.api.launchCommand(cluster, 'echo at last');
    const handle = world.temporal.workflow.getHandle(`run/${id}`);
    const look = () => handle.describe().catch(() => undefined);
    const taken = async (what: string) =>
      until(what, look, (found) => found !== undefined && !found.raw.pendingWorkflowTask);
    const first = await taken('it waits');
    for (let events = 0; events < 5_000; events += AT_ONCE) {
      await inTurns(16, Array.from({ length: AT_ONCE }), () => handle.signal(grantedSignalName, { generation: 0 }));
      const now = await taken('it has heard that');
      if (now?.runId !== first?.runId) return { id, handle, history: now?.historyLength };
    }
    throw new Error('it has more than 5,000 events and no new history');
  }

  test('goes on with a new history, and is granted and cancelled as before', async () => {
    const { id, history } = await waitedLong('long');
    expect(history).toBeLessThan(200);
    await world.api.json('POST', '/clusters/long/resume', {});
    expect((await world.api.ended(id)).state).toBe('succeeded');
  }, 200_000);

  test('is cancelled in Temporal after that as well', async () => {
    const { id, handle } = await waitedLong('longer');
    await handle.cancel();
    expect((await world.api.ended(id)).state).toBe('cancelled');
  }, 200_000);
});
