import type { ReadyView } from '../../domain/contract/system.js';
import { CommandError, Refused } from './command-error.js';
import type { Finding } from './finding.js';
import { problemText } from './problem-text.js';
import type { Session } from './session.js';

/** What the server says of itself, of Temporal, of MongoDB and of each cluster. */
export async function checkServer(session: Session): Promise<Finding[]> {
  try {
    const api = await session.api();
    const { url, source } = api.http.server;
    const version = await api.version();
    const answers: Finding = {
      what: 'API',
      state: 'ok',
      message: `Flotilla ${version.version} on ${url} (found by ${source}), as ${version.user}`,
    };
    return [answers, ...partsOf(await api.ready())];
  } catch (error) {
    return [{ what: 'API', state: 'bad', ...whyNot(error) }];
  }
}

function partsOf({ mongodb, temporal, clusters }: ReadyView): Finding[] {
  const standIn: Finding = {
    what: 'MongoDB',
    state: 'ok',
    message: mongodb.message,
    remedy: 'good for one machine and for trying things out; for more, start a MongoDB 7 or newer and set MONGODB_URI',
  };
  const store: Finding =
    mongodb.ok && mongodb.standIn
      ? standIn
      : part('MongoDB', mongodb, 'start it, or correct MONGODB_URI; requests are answered with 503 until then');
  return [
    store,
    part('Temporal', temporal, 'start it, or correct TEMPORAL_ADDRESS; runs are accepted and wait until then'),
    ...(clusters.length === 0
      ? [
          {
            what: 'clusters',
            state: 'missing',
            message: 'there is none',
            remedy: 'flotilla clusters put NAME …',
          } as const,
        ]
      : clusters.map((cluster) =>
          part(`cluster ${cluster.name}`, cluster, `see its settings: flotilla clusters show ${cluster.name}`),
        )),
  ];
}

function part(what: string, { ok, message }: { ok: boolean; message: string }, remedy: string): Finding {
  return ok
    ? { what, state: 'ok', message: message === '' ? 'answers' : message }
    : { what, state: 'bad', message, remedy };
}

function whyNot(error: unknown): { message: string; remedy?: string } {
  if (error instanceof Refused) return { message: problemText(error) };
  if (!(error instanceof CommandError)) throw error;
  const [message = '', ...remedy] = error.message.split('\n');
  return { message, ...(remedy.length === 0 ? {} : { remedy: remedy.join(' ') }) };
}
