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
import { Dice } from '../journey/dice.js';
import { FaultyWorld } from '../journey/faulty-world.js';
import { unlessStopped } from '../journey/unless-stopped.js';
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
const faulty = await FaultyWorld.start({ temporal: servers.temporalAddress, mongodb: servers.mongodbUri });

say(`${minutes} minutes, by chance ${dice.seed}; the parts write to ${faulty.world.dir}/output.log`);
try {
  const report = await unlessStopped(new Soak(faulty, dice, say).run(minutes * 60_000));
  process.stdout.write(report.text);
  if (report.failures > 0) {
    process.exitCode = 1;
    process.env.FLOTILLA_KEEP_WORLDS = 'for whoever looks for the reason';
    say(`what the parts wrote is kept in ${faulty.world.dir}`);
  }
} finally {
  await faulty.end();
  await servers.stop();
  rmSync(home, { recursive: true, force: true });
}
