import { EventEmitter, on, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListClustersCommand } from '@aws-sdk/client-ecs';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Aws, type Call } from './aws.js';

const tooMuch = () => Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });

describe('a call to AWS', () => {
  let aws: Aws;
  beforeEach(() => {
    jest.useFakeTimers();
    // The budgets are shared by whoever names the same place: here nobody does.
    aws = new Aws({ region: 'eu-test-1', endpoint: `http://${expect.getState().currentTestName ?? ''}` });
  });
  afterEach(() => {
    aws.close();
    jest.useRealTimers();
  });

  test.each([false, true])(
    'waits after it was throttled, also when its first try was paid for (%j)',
    async (isPaid) => {
      const call: Call = { quota: 'logs', doing: 'read the log', action: 'logs:GetLogEvents', isPaid };
      let tries = 0;
      const answer = aws.ask(call, async () => {
        tries += 1;
        if (tries <= 4) throw tooMuch();
        return 'lines';
      });
      await jest.advanceTimersByTimeAsync(0);
      expect(tries).toBe(1);
      await jest.advanceTimersByTimeAsync(60_000);
      expect([tries, await answer]).toEqual([5, 'lines']);
    },
  );

  test('waits for its turn while answers are slow, and is asked with its whole time before it', async () => {
    const call: Call = { quota: 'describe', doing: 'describe tasks', action: 'ecs:DescribeTasks' };
    const underWay: (() => void)[] = [];
    const answers = Array.from({ length: 60 }, () =>
      aws.ask(call, () => new Promise<void>((answer) => underWay.push(answer))),
    );
    await jest.advanceTimersByTimeAsync(60_000);
    expect([underWay.length, aws.hasRoomFor('describe')]).toEqual([24, false]);
    underWay.shift()?.();
    await jest.advanceTimersByTimeAsync(1000);
    expect(underWay).toHaveLength(24);
    while (underWay.length > 0) {
      underWay.shift()?.();
      await jest.advanceTimersByTimeAsync(100);
    }
    await Promise.all(answers);
  });
});

test('of the calls of all kinds that are under way at once, none waits for the socket of another', async () => {
  process.env.AWS_ACCESS_KEY_ID = 'AKIATEST';
  process.env.AWS_SECRET_ACCESS_KEY = 'not-a-secret';
  const held: ServerResponse[] = [];
  const arrived = new EventEmitter();
  const server = createServer((_, response) => arrived.emit('request', held.push(response)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const aws = new Aws({ region: 'eu-test-1', endpoint: `http://127.0.0.1:${port}` });
  const ask = (quota: Call['quota']) =>
    aws.ask({ quota, doing: 'ask', action: 'ecs:ListClusters' }, (abortSignal) =>
      aws.ecs.send(new ListClustersCommand({}), { abortSignal }),
    );
  const quotas = ['run', 'describe', 'read'] as const;
  const answers = quotas.flatMap((quota) => Array.from({ length: 24 }, () => ask(quota)));
  for await (const [count] of on(arrived, 'request')) if (count === answers.length) break;
  for (const response of held) response.end('{}');
  await Promise.all(answers);
  aws.close();
  server.close();
});
