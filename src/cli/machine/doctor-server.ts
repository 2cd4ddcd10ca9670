import type { ReadyView } from '../../../domain/contract/system.js';
import type { Api } from '../server/api.js';
import { CommandError, Refused } from '../command-error.js';
import type { Finding } from '../output/finding.js';
import { problemText } from '../server/problem-text.js';
import type { Session } from '../session.js';

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
    const ready = await api.ready();
    return [answers, ...partsOf(ready), ...(await connectionsOf(api, ready))];
  } catch (error) {
    return [{ what: 'API', state: 'bad', ...whyNot(error) }];
  }
}

/** What is bad about the connections of the clusters, point by point. */
async function connectionsOf(api: Api, { clusters }: ReadyView): Promise<Finding[]> {
  try {
    return (await Promise.all(clusters.map(({ name }) => connectionOf(api, name)))).flat();
  } catch (error) {
    if (!isForbidden(error)) throw error;
    const message = 'not looked at: only an admin may check what they need';
    return [{ what: 'connections', state: 'unknown', message, remedy: 'log in with the token of an admin' }];
  }
}

const isForbidden = (error: unknown): boolean => error instanceof Refused && error.problem.status === 403;

/** Of what is well about a cluster's connection, the cluster's own line says enough. */
async function connectionOf(api: Api, name: string): Promise<Finding[]> {
  try {
    const { findings } = await api.connection(name);
    return findings.flatMap(({ what, state, message, remedy }) =>
      state === 'bad' && what !== 'engine' ? [{ what: `${name}: ${what}`, state, message, remedy }] : [],
    );
  } catch (error) {
    if (error instanceof Refused && !isForbidden(error)) return []; // the cluster's own line says why it cannot be used
    throw error;
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
    part(
      'Temporal',
      temporal,
      'start it, or correct the TEMPORAL settings (a worker says at its start what is wrong with them); runs are accepted and wait until then',
    ),
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
