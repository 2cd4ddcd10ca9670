import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWith } from '../needs.js';
import { until } from './until.js';
import { World } from './world.js';

describeWith(['temporal', 'mongodb'], 'the life of a run', (at) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(at);
    await world.api.cluster('local', { limits: { slots: 4 } });
    await world.api.cluster('single', { limits: { slots: 1 } });
  }, 120_000);
  afterAll(() => world.end(), 60_000);

  test('a command runs, its log is kept, and the run has succeeded', async () => {
    const run = await world.api.launchCommand('local', 'echo one; echo two');
    expect((await world.api.ended(run.id)).state).toBe('succeeded');
    expect((await world.api.log(run.id)).map(({ n, text }) => [n, text])).toEqual([
      [1, 'one'],
      [2, 'two'],
    ]);
  });

  test('a command that fails is told with its exit code', async () => {
    const ended = await world.api.ended((await world.api.launchCommand('local', 'echo oh no; exit 3')).id);
    expect([ended.state, ended.failure?.code, ended.exitCode]).toEqual(['failed', 'exit-code', 3]);
  });

  test('a command that does not exist is told as such', async () => {
    const ended = await world.api.ended((await world.api.launchCommand('local', ['no-such-command'])).id);
    expect([ended.state, ended.failure?.code]).toEqual(['failed', 'command-not-found']);
  });

  test('a cancelled running run ends as cancelled, with everything it has started', async () => {
    const alive = world.file('alive');
    const run = await world.api.launchCommand('local', `(while true; do date > ${alive}; sleep 0.1; done) & wait`);
    await world.api.reaches(run.id, 'running');
    await until(
      'the child writes',
      async () => tryRead(alive),
      (text) => text !== '',
    );
    await world.api.json('POST', `/runs/${run.id}/cancel`, { reason: 'enough' });
    const ended = await world.api.ended(run.id);
    expect([ended.state, ended.cancel?.reason]).toEqual(['cancelled', 'enough']);
  });

  test('a waiting run is cancelled without ever starting, and the run behind it is not held up', async () => {
    const first = await world.api.launchCommand('single', 'sleep 3');
    await world.api.reaches(first.id, 'running');
    const second = await world.api.launchCommand('single', 'echo second');
    const third = await world.api.launchCommand('single', 'echo third');
    await world.api.json('POST', `/runs/${second.id}/cancel`, {});
    const cancelled = await world.api.ended(second.id);
    expect([cancelled.state, cancelled.attempts]).toEqual(['cancelled', []]);
    expect((await world.api.ended(third.id)).state).toBe('succeeded');
  });

  test('limits that are lowered below what runs stop nobody; they only keep the next one waiting', async () => {
    await world.api.cluster('shrinking', { limits: { slots: 3 } });
    const stop = world.file('stop');
    const runs = [];
    for (let n = 0; n < 3; n += 1)
      runs.push(await world.api.launchCommand('shrinking', `while [ ! -e ${stop} ]; do sleep 0.1; done`));
    for (const { id } of runs) await world.api.reaches(id, 'running');
    await world.api.cluster('shrinking', { limits: { slots: 1 } });
    const next = await world.api.launchCommand('shrinking', 'true');
    const explained = (await world.api.json('GET', `/runs/${next.id}/queue`)) as { hindrance: unknown; inUse: unknown };
    expect(explained).toMatchObject({ hindrance: { kind: 'limit', dimensions: ['slots'] }, inUse: { slots: 3 } });
    for (const { id } of runs) expect((await world.api.run(id)).state).toBe('running');
    writeFileSync(stop, '');
    for (const { id } of [...runs, next]) expect((await world.api.ended(id)).state).toBe('succeeded');
  });

  test("a cancel made with Temporal's own tools is a cancel like any other", async () => {
    const run = await world.api.launchCommand('local', 'sleep 600');
    await world.api.reaches(run.id, 'running');
    await world.temporal.workflow.getHandle(`run/${run.id}`).cancel();
    const ended = await world.api.ended(run.id);
    expect([ended.state, ended.cancel?.by]).toEqual(['cancelled', 'temporal']);
  });

  test('a run that waits too long is given up, one that runs too long is stopped', async () => {
    const holder = await world.api.launchCommand('single', 'sleep 600', {
      limits: { runSeconds: 4, stopGraceSeconds: 1 },
    });
    await world.api.reaches(holder.id, 'running');
    const waiter = await world.api.launchCommand('single', 'echo never', { limits: { queueSeconds: 1 } });
    expect((await world.api.ended(waiter.id)).failure?.code).toBe('queue-timeout');
    expect((await world.api.ended(holder.id)).failure?.code).toBe('run-timeout');
  });

  test('a command that prints without pause is stopped at its time limit, and its log ends', async () => {
    const run = await world.api.launchCommand('local', 'while :; do echo on and on; done', {
      limits: { runSeconds: 3, stopGraceSeconds: 1 },
    });
    expect((await world.api.ended(run.id)).failure?.code).toBe('run-timeout');
    const { attempts } = await until(
      'its log has ended',
      () => world.api.run(run.id),
      (now) => now.attempts[0]?.log.complete === true,
    );
    expect(attempts[0]?.log.lines).toBeGreaterThan(10_000);
  });

  test('a failing run is tried again as often as it asks for, each attempt with its own log', async () => {
    const counter = world.file('attempts');
    const run = await world.api.launchCommand(
      'local',
      `echo attempt >> ${counter}; [ $(wc -l < ${counter}) -ge 3 ] && echo good || exit 5`,
      { retry: { attempts: 3, on: ['exit-code'], backoffSeconds: 0 } },
    );
    const ended = await world.api.ended(run.id);
    expect([ended.state, ended.attempts.length]).toEqual(['succeeded', 3]);
    expect((await world.api.log(run.id, 3)).map(({ text }) => text)).toEqual(['good']);
    expect(readFileSync(counter, 'utf8')).toBe('attempt\n'.repeat(3));
  });

  test('stops get through although every watch slot is taken', async () => {
    const crowded = await World.start(at, { FLOTILLA_WATCH_SLOTS: '2' });
    try {
      await crowded.api.cluster('local', { limits: { slots: 4 } });
      const runs = await Promise.all([1, 2].map(() => crowded.api.launchCommand('local', 'sleep 600')));
      for (const { id } of runs) await crowded.api.reaches(id, 'running');
      const late = await crowded.api.launchCommand('local', 'echo late');
      for (const { id } of runs) await crowded.api.json('POST', `/runs/${id}/cancel`, {});
      for (const { id } of runs) expect((await crowded.api.ended(id)).state).toBe('cancelled');
      expect((await crowded.api.ended(late.id)).state).toBe('succeeded');
    } finally {
      await crowded.end();
    }
  }, 180_000);
});

function tryRead(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // not written yet
  }
}
