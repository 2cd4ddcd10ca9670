import type { Client } from '@temporalio/client';
import { expect, test } from '@jest/globals';
import { aRunId } from '../../test/contracts/builders.js';
import type { StartTrickle } from './start-trickle.js';
import { TemporalRunStarter } from './temporal-run-starter.js';

test('all runs whose workflow was closed by force are told of, however many those are', async () => {
  const closed = Array.from({ length: 1_500 }, (_, n) => aRunId(n));
  const list = async function* () {
    yield { workflowId: 'run/not-one-of-ours' };
    for (const id of closed) yield { workflowId: `run/${id}` };
  };
  // What it does not use is not there: asking for it would throw.
  const client = { workflow: { list } } as unknown as Client;
  const told = [];
  for await (const id of new TemporalRunStarter(client, {} as StartTrickle).closedByForce(0)) told.push(id);
  expect(told).toEqual(closed);
});
