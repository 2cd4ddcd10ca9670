/**
 * npm run histories: plays each story once against real servers and saves the histories of its workflows beside this file.
 * Run it when a workflow is changed on purpose (with `patched()`, or before any release has it), and keep the old files:
 * test/history/replay.test.ts proves that today's workflows still agree with all of them.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { FiringPage, ScheduleView } from '../../domain/contract/schedules.js';
import { backfillWorkflowId, scheduledWorkflowId, scheduleId } from '../../domain/ids.js';
import { readConfig } from '../../src/config/config.js';
import { startServers } from '../../src/embedded/servers.js';
import { grantedSignalName } from '../../workflows/messages.js';
import { patchesOf } from '../journey/patches-of.js';
import { until } from '../journey/until.js';
import { World } from '../journey/world.js';

const target = join(import.meta.dirname, '../../../test/history');
const servers = await startServers({
  cacheDir: readConfig().cacheDir,
  say: (line) => {
    process.stdout.write(`${line}\n`);
  },
});
const world = await World.start({ temporal: servers.temporalAddress, mongodb: servers.mongodbUri });
const { api } = world;

async function save(name: string, workflowId: string): Promise<void> {
  const history = await world.temporal.workflow.getHandle(workflowId).fetchHistory();
  writeFileSync(join(target, `${name}.json`), historyToJSON(history));
  process.stdout.write(`${name}: ${String(history.events?.length)} events\n`);
}

/** A run that is told of a grant which it has used up, while it waits behind another. */
async function recordToldAgain(): Promise<void> {
  const { id } = await api.launchCommand('one', 'echo never');
  const workflow = world.temporal.workflow.getHandle(`run/${id}`);
  await until(
    'its workflow is there',
    () => workflow.describe().catch(() => undefined),
    (found) => found !== undefined,
  );
  await workflow.signal(grantedSignalName, { generation: 0 });
  await until(
    'it has looked at its lease',
    () => patchesOf(workflow),
    (patched) => patched.length > 0,
  );
  await api.json('POST', `/runs/${id}/cancel`, {});
  await api.ended(id);
  await save('run-told-again', `run/${id}`);
}

/** One firing that ends, one that is cancelled in Temporal, and a backfill of two times. */
async function recordSchedule(): Promise<void> {
  await api.json('PUT', '/jobs/quick', { command: 'echo hello', cluster: 'one' });
  await api.json('PUT', '/jobs/slow', { command: 'sleep 600', cluster: 'one' });
  const rarely = '0 0 29 2 *';
  for (const job of ['quick', 'slow']) {
    await api.json('PUT', `/schedules/${job}`, { job, cron: rarely });
    await api.json('POST', `/schedules/${job}/trigger`, {});
    const fired = await until(
      `${job} has fired`,
      async () => FiringPage.parse(await api.json('GET', `/schedules/${job}/firings`)).items[0],
      (firing) => firing?.runId !== undefined,
    );
    const { id } = ScheduleView.parse(await api.json('GET', `/schedules/${job}`));
    const workflowId = scheduledWorkflowId(scheduleId(id), Date.parse(fired?.at ?? ''));
    if (job === 'slow') {
      await api.reaches(fired?.runId ?? '', 'running');
      await world.temporal.workflow.getHandle(workflowId).cancel();
    }
    await world.temporal.workflow.getHandle(workflowId).result();
    await save(job === 'slow' ? 'scheduled-run-cancelled' : 'scheduled-run', workflowId);
  }
  await api.json('PUT', '/schedules/past', { job: 'quick', cron: '0 * * * *' });
  const day = (hour: number) => `2026-01-01T0${hour}:00:00.000Z`;
  await api.json('POST', '/schedules/past/backfill', { from: day(1), until: day(2) });
  const past = ScheduleView.parse(await api.json('GET', '/schedules/past'));
  const workflowId = backfillWorkflowId(scheduleId(past.id));
  await world.temporal.workflow.getHandle(workflowId).result();
  await save('backfill', workflowId);
}

try {
  await api.cluster('one', { limits: { slots: 1 } });

  const plain = await api.launchCommand('one', 'echo hello');
  await api.ended(plain.id);
  await save('run-succeeded', `run/${plain.id}`);

  const retried = await api.launchCommand('one', 'exit 3', {
    retry: { attempts: 2, on: ['exit-code'], backoffSeconds: 0 },
  });
  await api.ended(retried.id);
  await save('run-retried-and-failed', `run/${retried.id}`);

  const holder = await api.launchCommand('one', 'sleep 600');
  await api.reaches(holder.id, 'running');
  const waiter = await api.launchCommand('one', 'echo never');
  const late = await api.launchCommand('one', 'echo never', { limits: { queueSeconds: 5 } });
  await api.ended(late.id);
  await save('run-queue-timeout', `run/${late.id}`);
  await api.json('POST', `/runs/${waiter.id}/cancel`, {});
  await api.ended(waiter.id);
  await save('run-cancelled-waiting', `run/${waiter.id}`);
  await recordToldAgain();
  await api.json('POST', `/runs/${holder.id}/cancel`, {});
  await api.ended(holder.id);
  await save('run-cancelled-running', `run/${holder.id}`);

  const byTemporal = await api.launchCommand('one', 'sleep 600');
  await api.reaches(byTemporal.id, 'running');
  await world.temporal.workflow.getHandle(`run/${byTemporal.id}`).cancel();
  await api.ended(byTemporal.id);
  await save('run-cancelled-in-temporal', `run/${byTemporal.id}`);

  const terminated = await api.launchCommand('one', 'sleep 600');
  await api.reaches(terminated.id, 'running');
  await world.temporal.workflow.getHandle(`run/${terminated.id}`).terminate('for the record');
  await api.ended(terminated.id, 180_000);
  await world.temporal.workflow.getHandle(`cleanup/${terminated.id}`).result();
  await save('cleanup', `cleanup/${terminated.id}`);
  await recordSchedule();
  await save('cluster-semaphore', 'semaphore/one');
  for await (const { workflowId } of world.temporal.workflow.list({ query: "WorkflowType = 'maintenance'" })) {
    await save('maintenance', workflowId);
    break;
  }
} finally {
  await world.end();
  await servers.stop();
}
