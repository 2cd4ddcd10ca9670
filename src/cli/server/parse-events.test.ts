import { describe, expect, test } from '@jest/globals';
import { parseEvents, type ServerEvent } from './parse-events.js';

async function parsed(pieces: readonly string[] | readonly Uint8Array[]): Promise<ServerEvent[]> {
  async function* body(): AsyncGenerator<Uint8Array> {
    for (const piece of pieces) {
      await Promise.resolve();
      yield typeof piece === 'string' ? new TextEncoder().encode(piece) : piece;
    }
  }
  const events: ServerEvent[] = [];
  for await (const event of parseEvents(body())) if (event !== undefined) events.push(event);
  return events;
}

const stream =
  ': hello\n\nevent: lines\nid: 1.2\ndata: {"text":"größer 🚢"}\n\n: still here\n\nevent: end\ndata: {}\n\n';
const events = [
  { event: 'lines', id: '1.2', data: '{"text":"größer 🚢"}' },
  { event: 'end', id: '1.2', data: '{}' },
];

describe('server-sent events', () => {
  test('the same events come out wherever the bytes were cut', async () => {
    const bytes = new TextEncoder().encode(stream);
    for (const size of [1, 2, 3, 7, 64, 1000]) {
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.slice(at, at + size));
      expect(await parsed(pieces)).toEqual(events);
    }
  });

  test('all three kinds of line ends are understood, also when one is cut in two', async () => {
    expect(await parsed([stream.replaceAll('\n', '\r\n')])).toEqual(events);
    expect(await parsed(['event: a\r', '\ndata: 1\r\n\r', '\n'])).toEqual([{ event: 'a', data: '1' }]);
  });

  test('several data fields become several lines', async () => {
    expect(await parsed(['data: one\ndata: two\n\n'])).toEqual([{ event: 'message', data: 'one\ntwo' }]);
  });

  test('an event that was cut off in the middle is left out', async () => {
    expect(await parsed(['data: whole\n\nid: 9\ndata: hal'])).toEqual([{ event: 'message', data: 'whole' }]);
  });
});
