import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inTurns } from '../../domain/in-turns.js';
import { grantedSignalName } from '../../workflows/messages.js';
import { describeWith } from '../needs.js';
import { until } from './until.js';
import { World } from './world.js';

/** Temporal suggests a new history after 4,096 events, which is half a week of waiting, and ends a run by force at 51,200. */
const EVENTS = 4_200;

describeWith(['temporal', 'mongodb'], 'a run that has waited for long', (at) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(at);
  }, 120_000);
  afterAll(() => world.end(), 60_000);

  /** A run that waits on a paused cluster, with a history as long as that of days. */
  async function waitedLong(cluster: string) {
    await world.api.cluster(cluster, { limits: { slots: 1 } });
    await world.api.json('POST', `/clusters/${cluster}/pause`, { reason: 'test' });
    const { id } = await world.api.launchCommand(cluster, 'echo at last');
    const handle = world.temporal.workflow.getHandle(`run/${id}`);
    const look = () => handle.describe().catch(() => undefined);
    const first = await until('its workflow is there', look, (found) => found !== undefined);
    await inTurns(32, Array.from({ length: EVENTS }), () => handle.signal(grantedSignalName, { generation: 0 }));
    return { id, handle, first: first?.runId };
  }

  test('goes on with a new history, and is granted and cancelled as before', async () => {
    const { id, handle, first } = await waitedLong('long');
    const later = await until(
      'it has a new history',
      () => handle.describe(),
      ({ runId }) => runId !== first,
    );
    expect(later.status.name).toBe('RUNNING');
    await until(
      'that is short',
      () => handle.describe(),
      ({ historyLength }) => historyLength < 100,
    );
    await world.api.json('POST', '/clusters/long/resume', {});
    expect((await world.api.ended(id)).state).toBe('succeeded');
  }, 200_000);

  test('is cancelled in Temporal after that as well', async () => {
    const { id, handle, first } = await waitedLong('longer');
    await until(
      'it has a new history',
      () => handle.describe(),
      ({ runId }) => runId !== first,
    );
    await handle.cancel();
    expect((await world.api.ended(id)).state).toBe('cancelled');
  }, 200_000);
});
