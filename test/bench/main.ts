/**
 * npm run bench [-- --json] [row…]: measures a Flotilla of its own, embedded servers included, and prints named figures.
 * A program, not a test: machines are noisy, so compare figures of one run with each other.
 */
import { readConfig } from '../../src/config/config.js';
import { startServers } from '../../src/embedded/servers.js';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { World } from '../journey/world.js';
import { cpuSeconds, pssMiB } from './process-cost.js';
import { accept, idleStart, liveLogDelay, throughput } from './rows.js';

const asJson = process.argv.includes('--json');
const chosen = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const say = (line: string) => {
  process.stderr.write(`bench: ${line}\n`);
};

const home = mkdtempSync(join(tmpdir(), 'flotilla-bench-'));
// On disk, as `npm start` has them: a server in memory would flatter every figure.
const servers = await startServers({ dataDir: home, cacheDir: readConfig().cacheDir, say });
const world = await World.start({ temporal: servers.temporalAddress, mongodb: servers.mongodbUri });
const processes: Record<string, number> = {
  ...Object.fromEntries(servers.processes.map(({ name, pid }) => [name, pid ?? 0])),
  ...world.pids,
};
const pids = Object.values(processes);

const rows: Record<string, () => Promise<object>> = {
  rest: atRest,
  idleStartMilliseconds: () => idleStart(world),
  liveLogMilliseconds: () => liveLogDelay(world),
  acceptAt8: () => accept(world, 8),
  acceptAt64: () => accept(world, 64),
  throughputSimulated50: () => throughput(world, 'simulated', 50, 400),
  throughputProcess50: () => throughput(world, 'process', 50, 400),
  thousandRuns: () => throughput(world, 'process', 50, 1_000),
};

const figures: Record<string, unknown> = {};
try {
  for (const [name, measure] of Object.entries(rows)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    say(name);
    const before = cpuByProcess();
    const figure = await measure();
    const after = cpuByProcess();
    // Where the time went: processor seconds of each process, which other programs on the machine do not change much.
    const cpuSeconds = Object.fromEntries(
      Object.entries(after).map(([process, used]) => [process, Math.round((used - (before[process] ?? 0)) * 10) / 10]),
    );
    figures[name] = { ...figure, cpuSeconds };
    if (!asJson) process.stdout.write(`${name.padEnd(24)} ${JSON.stringify(figures[name])}\n`);
  }
  if (asJson) process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  await world.end();
  await servers.stop();
  rmSync(home, { recursive: true, force: true });
}

function cpuByProcess(): Record<string, number> {
  return Object.fromEntries(Object.entries(processes).map(([name, pid]) => [name, cpuSeconds([pid])]));
}

/** What everything together costs while nothing happens. */
async function atRest(): Promise<{ coreShare: number; pssMiB: number }> {
  await world.api.cluster('local', {});
  await world.api.cluster('docker', { engine: { kind: 'simulated' } });
  await new Promise((resolve) => setTimeout(resolve, 10_000)); // start-up work is over
  const seconds = 30;
  const before = cpuSeconds(pids);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  return { coreShare: Math.round(((cpuSeconds(pids) - before) / seconds) * 1000) / 1000, pssMiB: pssMiB(pids) };
}
