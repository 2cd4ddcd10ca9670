import { IncomingMessage } from 'node:http';

/** A response that stays open for an unknown time, as dockerode hands it out; it keeps no process alive. */
export function openResponse(stream: unknown): IncomingMessage {
  if (!(stream instanceof IncomingMessage)) throw new Error('dockerode answered with something else than a response');
  stream.socket.unref();
  return stream;
}
