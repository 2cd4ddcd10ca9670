import { setTimeout as pause } from 'node:timers/promises';
import { CommandError } from '../command-error.js';
import { exitCodes } from '../exit-codes.js';
import { type Http, isPassing, type Query } from './http.js';
import { parseEvents, type ServerEvent } from './parse-events.js';

export interface Following {
  readonly path: string;
  readonly query?: Query;
  /** Where to begin: as if the stream had broken behind this event. */
  readonly lastEventId?: string;
  readonly signal?: AbortSignal;
  readonly patience?: Patience;
  /** Told when the connection breaks and when it is back. */
  readonly onConnection?: (state: 'broken' | 'back') => void;
}

export interface Patience {
  /** A stream that says nothing for so long, not even its heartbeat, is broken. */
  readonly silenceSeconds: number;
  /** How long to go on trying before giving up. */
  readonly giveUpSeconds: number;
  readonly firstPauseMilliseconds: number;
}

// The server's heartbeat comes every 15 s. A minute and a half covers a restart of everything with `npm start`.
const usual: Patience = { silenceSeconds: 45, giveUpSeconds: 90, firstPauseMilliseconds: 100 };

/** The connection was lost and did not come back in time. */
export class ConnectionLost extends CommandError {
  constructor(cause: unknown) {
    super('The connection to Flotilla was lost and did not come back.', exitCodes.noConnection, { cause });
  }
}

/**
 * Every event of a stream until its `end`, each one once and in order: a broken connection is taken up again behind the
 * last complete event. Reads no faster than the caller takes them.
 */
export async function* followEvents(http: Http, following: Following): AsyncGenerator<ServerEvent> {
  const patience = following.patience ?? usual;
  let lastId = following.lastEventId;
  let brokenSince: number | undefined;
  let wait = patience.firstPauseMilliseconds;
  for (;;) {
    try {
      for await (const event of once(http, following, lastId, patience)) {
        if (brokenSince !== undefined) following.onConnection?.('back');
        brokenSince = undefined;
        wait = patience.firstPauseMilliseconds;
        if (event === undefined) continue;
        lastId = event.id ?? lastId;
        yield event;
        if (event.event === 'end') return;
      }
      throw new Error('the stream stopped before its end');
    } catch (error) {
      if (following.signal?.aborted === true) return;
      if (error instanceof CommandError ? !isPassing(error) : isRefusal(error)) throw error;
      if (brokenSince === undefined) following.onConnection?.('broken');
      brokenSince ??= Date.now();
      if (Date.now() - brokenSince > patience.giveUpSeconds * 1000) throw new ConnectionLost(error);
    }
    await pause(wait, undefined, { signal: following.signal }).catch(() => undefined);
    wait = Math.min(wait * 2, 3000);
  }
}

const isRefusal = (error: unknown): boolean => error instanceof Error && error.name === 'Refused' && !isPassing(error);

async function* once(http: Http, following: Following, lastId: string | undefined, patience: Patience) {
  const connection = new AbortController();
  const end = (): void => {
    connection.abort();
  };
  following.signal?.addEventListener('abort', end);
  try {
    const headers = { accept: 'text/event-stream', ...(lastId === undefined ? {} : { 'last-event-id': lastId }) };
    const { path, query = {} } = following;
    const response = await http.open({ path, query, headers, signal: connection.signal });
    if (response.body === null) return;
    yield undefined;
    yield* parseEvents(pieces(response.body.getReader(), patience.silenceSeconds, end));
  } finally {
    following.signal?.removeEventListener('abort', end);
    end();
  }
}

/** The body's pieces. The clock runs only while we wait for the server: a caller who is slow is no reason to hang up. */
async function* pieces(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  silenceSeconds: number,
  hangUp: () => void,
): AsyncGenerator<Uint8Array> {
  for (;;) {
    const timer = setTimeout(hangUp, silenceSeconds * 1000);
    try {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    } finally {
      clearTimeout(timer);
    }
  }
}
