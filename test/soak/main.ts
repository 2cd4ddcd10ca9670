/**
 * npm run soak [-- --minutes N] [--seed S]: a Flotilla of its own under load, to which one bad thing after the other
 * happens, while the invariants are sampled. Ends with a table of what happened; its exit code tells whether all held.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../../src/config/config.js';
import { startServers } from '../../src/embedded/servers.js';
import { CuttableLine } from '../journey/cuttable-line.js';
import { Dice } from '../journey/dice.js';
import { LedgerWatch } from '../journey/ledger-watch.js';
import { World } from '../journey/world.js';
import { Soak } from './soak.js';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, seed: { type: 'string', default: String(Date.now() % 1e6) } },
});
const minutes = Number(values.minutes);
const dice = new Dice(Number(values.seed));
if (!(minutes > 0) || Number.isNaN(dice.seed)) throw new Error('npm run soak -- --minutes 30 --seed 1');
const say = (text: string): void => {
  process.stderr.write(`soak: ${text}\n`);
};

const home = mkdtempSync(join(tmpdir(), 'flotilla-soak-'));
// On disk, as `npm start` has them.
const servers = await startServers({ dataDir: home, cacheDir: readConfig().cacheDir, say });
const store = new URL(servers.mongodbUri);
const line = await CuttableLine.to(store.hostname, Number(store.port));
const throughLine = new URL(servers.mongodbUri);
throughLine.host = `127.0.0.1:${line.port}`;
const world = await World.start({ temporal: servers.temporalAddress, mongodb: throughLine.href });
await world.startPart('worker', 'second worker');
const direct = new URL(world.mongodbUri);
direct.host = store.host;
const watch = await LedgerWatch.over(direct.href);

say(`${minutes} minutes, by chance ${dice.seed}; the parts write to ${world.dir}/output.log`);
try {
  const report = await new Soak(world, line, watch, dice, say).run(minutes * 60_000);
  process.stdout.write(report.text);
  process.exitCode = report.failures === 0 ? 0 : 1;
} finally {
  line.mend();
  await watch.end();
  await world.end();
  await line.close();
  await servers.stop();
  rmSync(home, { recursive: true, force: true });
}
