/**
 * npm run rehearse [-- runs]: the topology of docker-compose.yml from real parts and without images. PostgreSQL of the
 * system, the full Temporal server built from its published source, MongoDB (or its stand-in), an API and two workers as
 * processes of their own; one load, and in the middle of it both workers are replaced, one politely and one not.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config/config.js';
import { ProcessRecord } from '../../src/embedded/process-record.js';
import { startServers } from '../../src/embedded/servers.js';
import { World } from '../journey/world.js';
import { startPostgreSql } from './postgresql.js';
import { rollingUpdate } from '../journey/rolling-update.js';
import { startTemporalCluster } from './temporal-cluster.js';

const say = (line: string) => {
  process.stdout.write(`rehearse: ${line}\n`);
};
const stopped = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.once(name, () => {
    stopped.abort(new Error(`stopped by ${name}`));
  });

const runs = Number(process.argv[2] ?? 200);
const { cacheDir } = readConfig();
const dir = mkdtempSync(join(tmpdir(), 'flotilla-rehearsal-'));
const record = new ProcessRecord(join(dir, 'processes.json'));
const setup = { dir, cacheDir, record, say, signal: stopped.signal };
const ends: (() => Promise<void>)[] = [];
try {
  const postgresql = await startPostgreSql(join(dir, 'logs'), record, stopped.signal);
  ends.push(() => postgresql.stop());
  say('PostgreSQL answers');
  const temporal = await startTemporalCluster(postgresql, setup);
  ends.push(() => temporal.stop());
  say(`Temporal ${temporal.version} answers, with its frontend, history, matching and worker services over PostgreSQL`);
  const mongodb = await startServers({ cacheDir, say, temporalAddress: temporal.address, signal: stopped.signal });
  ends.push(() => mongodb.stop());
  say(`MongoDB answers (${mongodb.mongodbKind})`);
  const world = await World.start({ temporal: temporal.address, mongodb: mongodb.mongodbUri });
  ends.push(() => world.end());
  say(`an API and two workers are up; ${runs} runs on 20 slots`);
  const { seconds, mostAtOnce, broken } = await rollingUpdate(world, runs, say);
  say(`${runs} runs in ${seconds} s, ${(runs / seconds).toFixed(1)} a second, at most ${mostAtOnce} at once`);
  for (const promise of broken) say(`BROKEN: ${promise}`);
  say(broken.length === 0 ? 'every promise was kept' : `${broken.length} promises were broken`);
  process.exitCode = broken.length === 0 ? 0 : 1;
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  for (const end of ends.reverse()) await end();
  record.close();
  rmSync(dir, { recursive: true, force: true });
}
