import { describe, expect, test } from '@jest/globals';
import { readEvents } from './read-events.js';

async function eventsOf(...chunks: string[]) {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(encoder.encode(chunk));
      controller.close();
    },
  });
  const events = [];
  for await (const event of readEvents(body)) events.push(event);
  return events;
}

describe('server-sent events', () => {
  test('are read whole, however the network cuts them', async () => {
    expect(await eventsOf('event: li', 'nes\nid: 1.2\ndata: {"a"', ':1}\n\nevent: end\ndata: {}\n\n')).toEqual([
      { event: 'lines', data: '{"a":1}' },
      { event: 'end', data: '{}' },
    ]);
  });

  test('comments that only keep the connection alive are no events', async () => {
    expect(await eventsOf(': still here\n\n', 'data: x\n\n')).toEqual([{ event: 'message', data: 'x' }]);
  });
});
