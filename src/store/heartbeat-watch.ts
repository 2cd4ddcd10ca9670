import type { Connection } from 'mongoose';

/** What the driver tells of its look-outs for servers; each heartbeat that begins also succeeds or fails. */
type Client = ReturnType<Connection['getClient']>;
interface Heartbeat {
  readonly connectionId: string;
}

/**
 * Resolves to true when the driver's look-out for a server hangs; to false when the signal says that nobody cares any more.
 *
 * When the driver asks a server at the very moment at which its socket is destroyed but has not said so yet, it waits for
 * the socket to drain, for ever (mongodb 7.5, Connection.writeCommand). Nobody else looks for that server then: the process
 * would stay without a database until it is started anew. Seen when the network to MongoDB was cut under load.
 */
export function heartbeatHangs(client: Client, patienceMilliseconds: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const begun = new Map<string, number>();
    const begin = ({ connectionId }: Heartbeat): void => void begun.set(connectionId, Date.now());
    const end = ({ connectionId }: Heartbeat): void => void begun.delete(connectionId);
    const close = ({ address }: { readonly address: string }): void => void begun.delete(address);
    const timer = setInterval(() => {
      if ([...begun.values()].some((at) => Date.now() - at > patienceMilliseconds)) done();
    }, patienceMilliseconds / 3).unref();
    const done = (): void => {
      clearInterval(timer);
      signal.removeEventListener('abort', done);
      client.off('serverHeartbeatStarted', begin).off('serverHeartbeatSucceeded', end);
      client.off('serverHeartbeatFailed', end).off('serverClosed', close);
      resolve(!signal.aborted);
    };
    client.on('serverHeartbeatStarted', begin).on('serverHeartbeatSucceeded', end);
    client.on('serverHeartbeatFailed', end).on('serverClosed', close);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
