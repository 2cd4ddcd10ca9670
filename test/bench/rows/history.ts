import { monotonicFactory } from 'ulid';
import { runId } from '../../../domain/ids.js';
import { connectStore } from '../../../src/store/connect-store.js';
import { runToDocument } from '../../../src/store/run-document.js';
import { anAttempt, aRun, aSnapshot } from '../../contracts/builders.js';
import { BenchClient } from '../client.js';
import type { Figure } from '../figures.js';
import { rounds } from '../load.js';
import type { Row } from '../row.js';

const SIZES = [10_000, 100_000] as const;
const BATCH = 2_000;

/** Questions that the page and the command line ask. */
const QUESTIONS = {
  newest: '/runs?limit=50',
  failed: '/runs?limit=50&state=failed',
  ofCluster: '/runs?limit=50&cluster=cluster-7',
  failedOfCluster: '/runs?limit=50&cluster=cluster-7&state=failed',
  ofOwner: '/runs?limit=50&owner=owner-3',
} as const;

/** A history is written past the API: it would take two hours to make one run by run. */
export const history: Row = {
  name: 'history',
  about: 'GET /runs, the newest 50 by several filters, with 10,000 and 100,000 ended runs',
  async measure(stage) {
    const world = await stage.flotilla();
    const client = new BenchClient(world.api.url);
    const figures: Figure[] = [];
    let written = 0;
    for (const size of SIZES) {
      await writeHistory(world.mongodbUri, written, size);
      written = size;
      for (const [name, path] of Object.entries(QUESTIONS)) {
        await rounds(5, () => client.call('GET', path));
        const values = await rounds(30, async () => {
          const asked = performance.now();
          await client.call('GET', path);
          return performance.now() - asked;
        });
        figures.push({ name: `${name}Of${size}`, unit: 'ms', values });
      }
    }
    client.close();
    return figures;
  },
};

async function writeHistory(uri: string, from: number, to: number): Promise<void> {
  const store = connectStore(uri);
  await store.ready;
  const nextId = monotonicFactory();
  const minute = 60_000;
  const began = Date.now() - SIZES[1] * minute;
  for (let first = from; first < to; first += BATCH) {
    const documents = Array.from({ length: Math.min(BATCH, to - first) }, (_, index) => {
      const n = first + index;
      return runToDocument(anEndedRun(n, nextId(began + n * minute), began + n * minute));
    });
    await store.models.runs.insertMany(documents, { lean: true, ordered: false });
  }
  await store.close();
}

function anEndedRun(n: number, id: string, createdAt: number) {
  const state = n % 9 === 0 ? 'failed' : 'succeeded';
  const times = { queued: createdAt, starting: createdAt + 50, running: createdAt + 90, [state]: createdAt + 9_000 };
  const attempt = anAttempt(runId(id), 1, 1, { log: { lines: 200, bytes: 20_000, complete: true, truncated: false } });
  return aRun({
    id: runId(id),
    snapshot: aSnapshot({ cluster: `cluster-${n % 20}` }),
    owner: `owner-${n % 50}`,
    state,
    createdAt,
    times,
    attempts: [attempt],
  });
}
