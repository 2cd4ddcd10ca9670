import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isFinal } from '../../domain/run-state.js';
import { describeWith } from '../needs.js';
import { until } from './until.js';
import { World } from './world.js';

const root = join(import.meta.dirname, '../..');

/** The commands that docs/jobs.md tells people to type, one text for each step. */
function stepsInDocs(): string[] {
  const [, walkthrough = ''] = readFileSync(join(root, 'docs/jobs.md'), 'utf8').split('## From trying to every minute');
  return [...walkthrough.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, commands = '']) => commands);
}

describeWith(['temporal', 'mongodb'], 'the way from trying to every minute, as docs/jobs.md tells it', (at) => {
  let world: World;
  let folder: string;
  beforeAll(async () => {
    world = await World.start(at);
    await world.api.cluster('local', { limits: { slots: 4 } });
    folder = mkdtempSync(join(tmpdir(), 'flotilla-walkthrough-'));
    const program = join(folder, 'flotilla');
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'bin/flotilla.js')}' "$@"\n`);
    chmodSync(program, 0o755);
  }, 120_000);
  afterAll(async () => {
    await world.end();
    rmSync(folder, { recursive: true });
  }, 60_000);

  /** Has a shell read the commands, as a person's would; fails when one of them does. */
  async function type(commands: string): Promise<{ stdout: string; stderr: string }> {
    const PATH = `${folder}${delimiter}${process.env['PATH'] ?? ''}`;
    const env = { ...process.env, NODE_OPTIONS: '', PATH, FLOTILLA_URL: world.api.url };
    return promisify(execFile)('sh', ['-ec', commands], { cwd: folder, env });
  }

  test('a job is made, launched, put on a schedule, paused, backfilled, and its runs are compared', async () => {
    const [define = '', launch = '', schedule = '', pause = '', backfill = '', compare = '', ...more] = stepsInDocs();
    expect(more).toEqual([]);

    expect((await type(define)).stdout).toBe('created   greet (revision 1)\n');

    const lines = (await type(launch)).stdout.trimEnd().split('\n');
    const [first] = await world.api.runs('job=greet');
    expect(lines).toEqual([
      '1: hello Ada & Grace',
      '2: hello Ada & Grace',
      'FLOTILLA_ATTEMPT=1',
      'FLOTILLA_JOB=greet',
      'FLOTILLA_PARAM_TIMES=2',
      'FLOTILLA_PARAM_WHO=Ada & Grace',
      `FLOTILLA_RUN_ID=${first?.id ?? ''}`,
    ]);

    const scheduled = await type(schedule);
    expect(scheduled.stdout).toMatch(/^created +each-minute: Every minute, next \S+ \S+ \(Europe\/Berlin\)$/m);
    expect(scheduled.stderr).toContain('each-minute: ');
    expect((await type(pause)).stderr).toContain('each-minute is paused');

    const made = await type(backfill);
    const [looked = '', begun = ''] = made.stderr.trimEnd().split('\n');
    expect([looked, begun]).toEqual([
      expect.stringMatching(/^\d times? (has|have) no run\.$/),
      expect.stringMatching(/^\d times? (has|have) no run yet; they begin now, 2 at once\.$/),
    ]);
    const wanted = Number(begun[0]) + 1;
    const runs = await until(
      'the missing runs are made up for',
      () => world.api.runs('job=greet'),
      (found) => found.length >= wanted && found.every(({ state }) => isFinal(state)),
    );
    const [newest] = runs;
    const log = await world.api.log(newest?.id ?? '');
    expect(log.map(({ text }) => text)).toContain(`FLOTILLA_SCHEDULE_TIME=${newest?.trigger.at ?? ''}`);

    const compared = (await type(compare)).stdout;
    expect(compared).toMatch(/parameters +who +everybody +Ada & Grace/);
    expect(compared).toContain('The logs differ first in line 1');
    expect(compared).toContain('1: hello everybody');
  });
});
