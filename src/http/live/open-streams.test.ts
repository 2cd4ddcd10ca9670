import { once } from 'node:events';
import { createServer, get, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import { OpenStreams } from './open-streams.js';

/** What `OpenStreams` asks of a reply. */
const replyOf = (raw: ServerResponse) =>
  ({ raw, hijack: () => undefined, getHeaders: () => ({}), request: {} }) as unknown as FastifyReply;

test('a viewer who has left before the stream is opened is noticed, and holds nothing open', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // it listens on a port
    const asked = get({ port, host: '127.0.0.1' }).on('error', () => undefined);
    const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
    asked.destroy();
    await once(response, 'close');
    const streams = new OpenStreams();
    const stream = streams.open(replyOf(response));
    expect([stream.signal.aborted, streams.count]).toEqual([true, 0]);
    await stream.send('lines', 'x'.repeat(1_000_000));
  } finally {
    server.close();
  }
});
