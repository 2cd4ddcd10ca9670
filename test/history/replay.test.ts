import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Worker } from '@temporalio/worker';

const here = import.meta.dirname;
const files = readdirSync(here).filter((file) => file.endsWith('.json'));

/** Temporal's own worker replays them, without a server: a workflow that would now decide otherwise fails here. */
test('today’s workflows agree with every history that was ever recorded', async () => {
  const histories = files.map((file) => ({
    workflowId: file,
    history: JSON.parse(readFileSync(join(here, file), 'utf8')) as unknown,
  }));
  expect(histories.length).toBeGreaterThanOrEqual(13);
  const bundle = { codePath: join(here, '../../dist/workflow-bundle.js') };
  const failures: string[] = [];
  let replayed = 0;
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: bundle }, histories)) {
    replayed += 1;
    if (error !== undefined) failures.push(`${workflowId}: ${error.message}`);
  }
  expect(failures).toEqual([]);
  expect(replayed).toBe(files.length);
}, 120_000);
