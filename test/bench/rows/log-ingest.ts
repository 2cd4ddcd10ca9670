import { until } from '../../journey/until.js';
import type { World } from '../../journey/world.js';
import { BenchClient } from '../client.js';
import { pause, rounds } from '../load.js';
import type { Row } from '../row.js';

const MEBIBYTES = 200;
const LINE = `${'a line of a log as programs print it, with 100 characters in all; '.repeat(2).slice(0, 92)} %07.0f`;

/** How fast one run's log is taken over, while the API is asked for something else ten times a second. */
export const logIngest: Row = {
  name: 'log-ingest',
  about: `one command prints ${MEBIBYTES} MiB in lines of 100 characters; the API answers others meanwhile`,
  async measure(stage) {
    const world = await stage.flotilla({ FLOTILLA_LOG_CAP_MIB: String(MEBIBYTES * 2) });
    const client = new BenchClient(world.api.url);
    await world.api.cluster('loud', {});
    await takeOver(world, 5);
    const answers: number[] = [];
    const over = new AbortController();
    const asking = (async () => {
      while (!over.signal.aborted) {
        const asked = performance.now();
        await client.call('GET', '/runs?limit=20');
        answers.push(performance.now() - asked);
        await pause(100);
      }
    })();
    const rates = await rounds(3, () => takeOver(world, MEBIBYTES));
    over.abort();
    await asking;
    client.close();
    return [
      { name: 'rate', unit: 'MB/s', values: rates, goal: { of: 'median', atLeast: 20 } },
      { name: 'apiAnswers', unit: 'ms', values: answers, goal: { of: 'median', atMost: 50 } },
    ];
  },
};

/** Megabytes a second, from the moment the command is about to be started until its log is complete in the store. */
async function takeOver(world: World, mebibytes: number): Promise<number> {
  const lines = Math.floor((mebibytes * 1024 * 1024) / 101);
  const run = await world.api.launchCommand('loud', `seq -f '${LINE}' 1 ${lines}`);
  const done = await until(
    'its log is complete',
    () => world.api.run(run.id),
    ({ attempts }) => attempts[0]?.log.complete === true,
    300_000,
  );
  const seconds = (Date.now() - Date.parse(done.times.starting ?? '')) / 1000;
  const { lines: stored, bytes } = done.attempts[0]?.log ?? { lines: 0, bytes: 0 };
  if (stored !== lines) throw new Error(`${stored} of ${lines} lines were stored`);
  return bytes / 1e6 / seconds;
}
