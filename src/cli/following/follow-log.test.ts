import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openStream, refuse, sse, ToyApi } from '../../../test/fakes/toy-api.js';
import { RUN_ID } from '../../../test/fakes/views.js';
import { Refused } from '../command-error.js';
import { ConnectionLost, type Patience } from '../server/follow-events.js';
import { followLog, type LogFollowing } from './follow-log.js';
import { Http } from '../server/http.js';

const route = `GET /runs/${RUN_ID}/logs/stream`;
const patience: Patience = { silenceSeconds: 20, giveUpSeconds: 20, firstPauseMilliseconds: 1 };

const line = (n: number) => ({ n, at: '2026-11-24T08:30:00.000Z', text: `line ${String(n)}` });
const lines = (attempt: number, from: number, to: number): string => {
  const list = Array.from({ length: to - from + 1 }, (_, index) => line(from + index));
  return sse('lines', { attempt, lines: list }, `${String(attempt)}.${String(to)}`);
};

describe('following a log', () => {
  let api: ToyApi;
  beforeEach(async () => {
    api = await ToyApi.start();
  });
  afterEach(() => api.stop());

  /** Each connection of the client gets the next of these. */
  function connections(...answers: ((response: ServerResponse) => void)[]): void {
    let count = 0;
    api.on(route, (_, response) => {
      answers[count]?.(response);
      count += 1;
    });
  }

  async function followed(more: Partial<LogFollowing> = {}): Promise<string[]> {
    const http = new Http({ url: api.url, source: 'the test' }, { user: 'ada' });
    const seen: string[] = [];
    for await (const { attempt, lines } of followLog(http, { runId: RUN_ID, patience, ...more })) {
      seen.push(...lines.map(({ n }) => `${String(attempt)}.${String(n)}`));
    }
    return seen;
  }

  const lastIds = (): unknown[] => api.asked(route).map(({ headers }) => headers['last-event-id']);

  test('a broken connection is taken up behind the last whole event, and no line is lost or doubled', async () => {
    connections(
      (response) => {
        openStream(response);
        response.write(lines(1, 1, 3));
        response.write(lines(1, 4, 5).slice(0, 40), () => response.destroy());
      },
      (response) => {
        openStream(response);
        response.end(lines(1, 4, 5) + sse('end', {}));
      },
    );
    expect(await followed()).toEqual(['1.1', '1.2', '1.3', '1.4', '1.5']);
    expect(lastIds()).toEqual([undefined, '1.3']);
  });

  test('lines that the server sends again are not shown again', async () => {
    connections(
      (response) => {
        openStream(response);
        response.end(lines(1, 1, 3));
      },
      (response) => {
        openStream(response);
        response.end(lines(1, 1, 4) + lines(2, 1, 1) + sse('end', {}));
      },
    );
    expect(await followed()).toEqual(['1.1', '1.2', '1.3', '1.4', '2.1']);
  });

  test('it begins behind the place that is known already', async () => {
    connections((response) => {
      openStream(response);
      response.end(lines(2, 6, 7) + sse('end', {}));
    });
    expect(await followed({ after: { attempt: 2, line: 5 } })).toEqual(['2.6', '2.7']);
    expect(lastIds()).toEqual(['2.5']);
  });

  test('a line on which nothing is heard, not even a heartbeat, counts as broken', async () => {
    connections(
      (response) => {
        openStream(response);
        response.write(lines(1, 1, 1));
      },
      (response) => {
        openStream(response);
        response.end(sse('end', {}));
      },
    );
    expect(await followed({ patience: { ...patience, silenceSeconds: 0.2 } })).toEqual(['1.1']);
    expect(lastIds()).toEqual([undefined, '1.1']);
  });

  test('a server that is busy is asked again', async () => {
    connections(
      (response) => {
        refuse(response, { status: 503, code: 'store-unavailable', detail: 'The store is away.' });
      },
      (response) => {
        openStream(response);
        response.end(sse('end', {}));
      },
    );
    const told: string[] = [];
    expect(await followed({ onConnection: (state) => told.push(state) })).toEqual([]);
    expect(told).toEqual(['broken', 'back']);
  });

  test('a run that does not exist is no broken connection', async () => {
    await expect(followed()).rejects.toThrow(Refused);
    expect(api.requests).toHaveLength(1);
  });

  test('a server that stays away is given up', async () => {
    await api.stop();
    await expect(followed({ patience: { ...patience, giveUpSeconds: 0.1 } })).rejects.toThrow(ConnectionLost);
  });
});
