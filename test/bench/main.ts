/**
 * npm run bench [-- --json] [--profile] [row…]: measures each row on a Flotilla of its own, embedded servers included.
 * A program, not a test: machines are noisy, so compare figures of one session with each other. README.md explains the rows.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unlessStopped } from '../journey/unless-stopped.js';
import type { Row } from './row.js';
import { profileFlags, profileLines } from './profile.js';
import { rows } from './rows.js';
import { cpuBetween, Stage } from './stage.js';
import { headLine, type Measured, summedUp, tableLine } from './table.js';

const given = process.argv.slice(2);
const asJson = given.includes('--json');
const withProfile = given.includes('--profile');
const names = given.filter((word) => !word.startsWith('-'));
const say = (line: string) => {
  process.stderr.write(`bench: ${line}\n`);
};

const unknown = names.filter((name) => !rows.some((row) => row.name === name));
if (unknown.length > 0 || given.includes('--help')) {
  for (const name of unknown) say(`there is no row called ${name}`);
  for (const { name, about } of rows) say(`${name.padEnd(22)} ${about}`);
  process.exit(unknown.length > 0 ? 1 : 0);
}

const figures: Record<string, Measured> = {};
if (!asJson) process.stdout.write(`${headLine()}\n`);
for (const row of rows) if (names.length === 0 || names.includes(row.name)) await measure(row);
if (asJson) process.stdout.write(`${JSON.stringify(figures)}\n`);

async function measure(row: Row): Promise<void> {
  say(`${row.name}: ${row.about}`);
  const profiles = withProfile ? mkdtempSync(join(tmpdir(), 'flotilla-profile-')) : undefined;
  const stage = new Stage(profiles === undefined ? [] : profileFlags(profiles));
  try {
    for (const figure of await unlessStopped(row.measure(stage))) {
      const measured = summedUp(figure);
      figures[`${row.name}.${figure.name}`] = measured;
      if (!asJson) process.stdout.write(`${tableLine(row.name, measured)}\n`);
    }
    const used = cpuBetween({}, stage.cpu());
    say(
      `processor seconds: ${Object.entries(used)
        .map(([name, seconds]) => `${name} ${seconds.toFixed(1)}`)
        .join(', ')}`,
    );
  } catch (error) {
    say(`${row.name} failed; the last words of API and worker:\n${stage.lastWords()}`);
    throw error;
  } finally {
    await stage.end();
  }
  if (profiles === undefined) return;
  for (const line of profileLines(profiles)) say(line);
  rmSync(profiles, { recursive: true, force: true });
}
