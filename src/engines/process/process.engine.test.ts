import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { LaunchSpec } from '../../../domain/engine.js';
import type { Command } from '../../../domain/job.js';
import { outcomeOf } from '../../../domain/outcome.js';
import { eventually, shellCommand, Trial, type EngineWorld } from '../../../test/contracts/engine-world.js';
import { jobEnvironment } from '../../config/job-environment.js';
import { AttemptFolder } from './attempt-folder.js';
import { machineId, membersOf, processWith } from './process-table.js';
import { ProcessEngine } from './process.engine.js';
import { MemorySecrets } from '../../../test/fakes/memory-secrets.js';

const attempts = join(mkdtempSync(join(tmpdir(), 'flotilla-process-')), 'attempts');
const another = () =>
  new ProcessEngine({ attempts, installation: 'test', environment: jobEnvironment(), secrets: new MemorySecrets() });
const engine = another();
const world: EngineWorld = {
  engine,
  another,
  installation: 'test',
  command: shellCommand,
  async release() {
    for (const { handle, running } of await engine.owned()) if (running) await engine.stop(handle, 0, 'tests are over');
    rmSync(join(attempts, '..'), { recursive: true, force: true });
  },
};
afterAll(() => world.release());

const trial = (command: Command, changes?: Partial<LaunchSpec>) => new Trial(world, command, changes);
const folderOf = (run: Trial) => new AttemptFolder(join(attempts, run.token));

async function launched(command: Command, changes?: Partial<LaunchSpec>) {
  const run = trial(command, changes);
  await run.launch();
  return run;
}

/** The supervisor's pid, which is the number of the group as well. */
const groupOf = (run: Trial) =>
  eventually(() => {
    const claim = folderOf(run).claim();
    return Promise.resolve(claim?.kind === 'process' ? claim.pid : undefined);
  }, 'the claim');

/** Waits for the first line, which commands of these tests print when they are ready. */
const firstLine = (run: Trial) =>
  eventually(async () => (await engine.logs(run.handle, '', 1)).lines[0]?.text, 'the first line');

/** What a launcher leaves that died before it could start anything. */
function prepared(command: Command) {
  const run = trial(command);
  folderOf(run).prepare(engine.prepare(run.spec));
  run.handle = { attempt: run.token };
  return run;
}

describe('a process belongs to nobody but its attempt', () => {
  test('it leads a group of its own, so that a signal for the worker is none for the job', async () => {
    const run = await launched('echo ready; sleep 600');
    await firstLine(run);
    const group = await groupOf(run);
    expect(processWith(group)?.group).toBe(group);
    expect(processWith(process.pid)?.group).not.toBe(group);
    await engine.stop(run.handle, 0, 'the test is over');
    await run.exit();
  });

  test('a stop ends the whole group, children of children included', async () => {
    const run = await launched('sh -c \'sh -c "echo ready; exec sleep 600" & wait\' & wait');
    await firstLine(run);
    const group = await groupOf(run);
    expect(membersOf(group).length).toBeGreaterThan(3);
    await engine.stop(run.handle, 20, 'enough');
    expect(await run.exit()).toMatchObject({ endedByItself: false, reasons: ['Stopped by Flotilla: enough'] });
    await eventually(() => Promise.resolve(membersOf(group).length === 0 ? true : undefined), 'an empty group');
  });

  test('a child that outlives its stopped parent does not outlive the attempt', async () => {
    const run = await launched("(trap '' TERM; exec sleep 600) & trap 'exit 5' TERM; echo ready; wait");
    await firstLine(run);
    const group = await groupOf(run);
    await engine.stop(run.handle, 600, 'enough');
    expect((await run.exit()).code).toBe(5);
    await eventually(() => Promise.resolve(membersOf(group).length === 0 ? true : undefined), 'an empty group');
  });

  test('a child that holds nothing open ends with the command as well', async () => {
    const run = await launched('sleep 600 >/dev/null 2>&1 & echo ready');
    expect((await run.exit()).code).toBe(0);
    const group = await groupOf(run);
    await eventually(() => Promise.resolve(membersOf(group).length === 0 ? true : undefined), 'an empty group');
  });

  test('it works in a folder of its own, and nobody else may look into its request', async () => {
    const run = await launched('pwd; ls -a | wc -l; echo x >made-here');
    await run.exit();
    expect((await run.texts()).map((text) => text.trim())).toEqual([folderOf(run).file('work'), '2']);
    expect(statSync(folderOf(run).file('request')).mode & 0o777).toBe(0o600);
    await engine.forget(run.handle);
    expect(readdirSync(attempts)).not.toContain(run.token);
  });
});

describe('forgetting', () => {
  test('what a command has made unwritable is removed as well', async () => {
    const run = await launched('mkdir -p cache/deep; echo x >cache/deep/file; chmod -R a-w cache');
    await run.exit();
    await engine.forget(run.handle);
    expect(readdirSync(attempts).filter((name) => name.startsWith(run.token))).toEqual([]);
  });

  test('what a dead worker had begun to remove is removed by the next one', async () => {
    const half = join(attempts, `${trial('true').token}.gone`);
    mkdirSync(join(half, 'work'), { recursive: true });
    await another().owned();
    expect(existsSync(half)).toBe(false);
  });
});

describe('launchers may die at any point', () => {
  test('an attempt that was prepared but not started is started once by the next launch', async () => {
    const run = prepared('echo once');
    expect(await run.observe()).toMatchObject({ kind: 'starting' });
    await Promise.all([run.launch(another()), run.launch(another()), run.launch()]);
    await run.exit();
    expect(await run.texts()).toEqual(['once']);
  });

  test('an attempt that was stopped before it started never starts', async () => {
    const run = prepared('echo never');
    expect(await engine.stop(run.handle, 10, 'changed my mind')).toBe('stopping');
    await run.launch(another());
    const exit = await run.exit();
    expect(exit.endedByItself).toBe(false);
    expect(exit.reasons).toContain('It was ended before it had started.');
    expect(await run.texts()).toEqual([]);
    expect(await engine.stop(run.handle, 10, 'again')).toBe('already-ended');
  });

  test('a firm stop is carried out by whoever looks next when the one who asked has died', async () => {
    const run = await launched("trap '' TERM; echo ready; while :; do sleep 0.1; done");
    await firstLine(run);
    folderOf(run).noteStop('cancelled', 5);
    folderOf(run).noteDeadline(Date.now() - 1);
    expect(await run.exit(another())).toMatchObject({ code: 137, signal: 'SIGKILL', endedByItself: false });
    expect(await run.texts()).toEqual(['ready']);
  });

  test('a polite stop that was noted but not delivered is delivered by the repeated call', async () => {
    const run = await launched("trap 'echo bye; exit 6' TERM; echo ready; while :; do sleep 0.1; done");
    await firstLine(run);
    folderOf(run).noteStop('cancelled', 600);
    expect(await another().stop(run.handle, 600, 'cancelled')).toBe('stopping');
    expect((await run.exit()).code).toBe(6);
  });
});

describe('a launch that cannot be is refused for good', () => {
  test.each([
    ['a command that is too long for the system', `: ${'x'.repeat(3_000_000)}`],
    ['a command with a NUL character', ['echo', 'a\0b']],
  ])('%s', async (_, command) => {
    const run = trial(command);
    const answer = await engine.launch(engine.prepare(run.spec), run.token);
    expect(answer).toMatchObject({ kind: 'refused', code: 'invalid-request' });
    expect(await another().launch(engine.prepare(run.spec), run.token)).toEqual(answer);
  });

  test('an engine whose folder cannot be written says so when it is checked', async () => {
    const file = join(attempts, '..', 'a-file');
    writeFileSync(file, '');
    const broken = new ProcessEngine({
      attempts: join(file, 'attempts'),
      installation: 'test',
      environment: {},
      secrets: new MemorySecrets(),
    });
    await expect(broken.check()).rejects.toMatchObject({ code: 'engine-unreachable' });
    expect(await broken.owned()).toEqual([]);
  });
});

describe('what others do to a process is told as it was', () => {
  test('a command whose supervisor was killed runs on, and its exit is known all the same', async () => {
    const run = await launched('echo ready; sleep 0.5; exit 3');
    await firstLine(run);
    process.kill(await groupOf(run), 'SIGKILL');
    await eventually(async () => {
      const supervisor = await groupOf(run);
      return processWith(supervisor) === undefined ? true : undefined;
    }, 'the death of the supervisor');
    expect((await run.observe()).kind).toBe('running');
    expect(await run.exit()).toMatchObject({ code: 3, endedByItself: true });
  });

  test('a command whose supervisor was killed can still be stopped', async () => {
    const run = await launched('echo ready; sleep 600');
    await firstLine(run);
    process.kill(await groupOf(run), 'SIGKILL');
    await engine.stop(run.handle, 20, 'enough');
    expect((await run.exit()).endedByItself).toBe(false);
  });

  test('a group that was killed from outside was stopped externally', async () => {
    const run = await launched('echo ready; sleep 600');
    await firstLine(run);
    process.kill(-(await groupOf(run)), 'SIGKILL');
    const exit = await run.exit();
    expect(outcomeOf(exit)).toMatchObject({ kind: 'failed', failure: { code: 'stopped-externally' } });
  });

  test('a process of an earlier boot was lost with its machine', async () => {
    const run = prepared('true');
    writeFileSync(folderOf(run).file('claim'), `${process.pid} another-boot/pid:[1] 12345\n`);
    expect(outcomeOf(await run.exit(another()))).toMatchObject({ failure: { code: 'machine-lost' } });
  });

  test('an attempt whose claim the disk lost with the power was lost with its machine', async () => {
    const run = prepared('true');
    utimesSync(folderOf(run).file('request'), 0, 0);
    expect(outcomeOf(await run.exit(another()))).toMatchObject({ failure: { code: 'machine-lost' } });
  });

  test('a pid that belongs to another process by now is not taken for ours, nor is that process harmed', async () => {
    const run = prepared('true');
    writeFileSync(folderOf(run).file('claim'), `${process.pid} ${machineId()} 1\n`);
    expect(await another().stop(run.handle, 0, 'enough')).toBe('already-ended');
    expect((await run.exit(another())).cause).toBe('stopped-externally');
  });

  test('a full disk ends a command that goes on printing, and is named', async () => {
    const run = prepared('while :; do echo and on and on; done');
    symlinkSync('/dev/full', folderOf(run).file('output'));
    await run.launch();
    expect(outcomeOf(await run.exit())).toMatchObject({ failure: { code: 'disk-full' } });
  });

  test('a folder that is gone is unknown, and its log is never called complete', async () => {
    const run = await launched('echo x');
    await run.exit();
    rmSync(folderOf(run).path, { recursive: true });
    expect(await run.observe()).toEqual({ kind: 'unknown' });
    expect(await engine.logs(run.handle, '', 10)).toEqual({ lines: [], next: '', complete: false });
    expect(await engine.stop(run.handle, 1, 'enough')).toBe('already-ended');
  });
});

describe('changes are announced', () => {
  test('a line and the end are told to whoever listens, without polling', async () => {
    const run = await launched('read x <../go; echo line; read x <../go');
    mkdirSync(join(folderOf(run).path, 'other'));
    // The command has no `go` to read from, so it fails at once: with a line on its log, and with its end.
    expect(await run.atChanges(async () => (await engine.logs(run.handle, '', 10)).lines[0])).toBeDefined();
    await run.atChanges(async () => ((await run.observe()).kind === 'ended' ? true : undefined));
    expect((await run.observe()).kind).toBe('ended');
    expect(readFileSync(folderOf(run).file('output'), 'utf8')).not.toBe('');
  });
});

test('a handle that is not one of ours is never made a path', async () => {
  await expect(engine.inspect([{ attempt: '../../etc' }])).rejects.toThrow();
  await expect(engine.forget({ attempt: '..' })).rejects.toThrow();
});
