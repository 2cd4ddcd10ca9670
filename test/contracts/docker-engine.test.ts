import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { monotonicFactory } from 'ulid';
import type { EngineLogLine, LaunchSpec } from '../../domain/engine.js';
import type { Exit } from '../../domain/exit.js';
import { Failure } from '../../domain/failures.js';
import { launchToken, runId, type LaunchToken } from '../../domain/ids.js';
import type { Json } from '../../domain/json.js';
import { DockerEngine } from '../../src/engines/docker/docker.engine.js';
import { readRequest } from '../../src/engines/docker/to-request.js';
import { falseRegistry } from '../docker/false-registry.js';
import { testImage } from '../docker/test-image.js';
import { available, describeWith } from '../needs.js';

const ulid = monotonicFactory();
const image = available.docker === undefined ? { missing: 'no Docker Engine' } : await testImage(available.docker);
const name = 'name' in image ? image.name : '';
if (available.docker !== undefined && 'missing' in image) console.warn(`Docker tests are skipped: ${image.missing}`);

describeWith(['docker'], 'the Docker engine', (at) => {
  const tests = 'name' in image ? describe : describe.skip;
  tests('with a small image', () => {
    const installation = `test-${process.pid}`;
    const settings = { kind: 'docker', host: at.docker } as const;
    const docker = new Docker({ socketPath: at.docker.replace(/^unix:\/\//, ''), host: undefined });
    const engine = new DockerEngine(settings, installation);

    afterEach(async () => {
      const left = await docker.listContainers({
        all: true,
        filters: { label: [`flotilla.installation=${installation}`] },
      });
      await Promise.all(left.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })));
    });
    afterAll(() => engine.close());

    test('takes its limits from the machine that the daemon runs on', async () => {
      await engine.check();
      expect(engine.describe().limits.cpu).toBeGreaterThan(0);
      expect(engine.describe().limits.memoryMiB).toBeGreaterThan(100);
    });

    test('launches with the resources, the init process, the mark and no more rights than asked for', async () => {
      const spec = aSpec({ command: 'sleep 60', resources: { cpu: 0.5, memoryMiB: 48, gpu: 0 } });
      const { Config, HostConfig, Name } = await inspect(await launch(spec));
      expect(Name).toBe(`/flotilla-${spec.runId.toLowerCase()}-1-1`);
      expect(HostConfig).toMatchObject({
        NanoCpus: 500_000_000,
        Memory: 48 * 2 ** 20,
        MemorySwap: 48 * 2 ** 20,
        Init: true,
        Privileged: false,
      });
      expect(Config.Labels).toMatchObject({ 'flotilla.installation': installation, 'flotilla.token': spec.token });
    });

    test('runs the command once, however many launchers come with the same token at the same time', async () => {
      for (let round = 0; round < 3; round += 1) {
        const spec = aSpec({ command: 'echo once' });
        const engines = Array.from({ length: 4 }, () => new DockerEngine(settings, installation));
        const answers = await Promise.all(engines.map((one) => one.launch(one.prepare(spec), spec.token)));
        expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
        const [answer] = answers;
        if (answer?.kind !== 'launched') throw new Error(JSON.stringify(answer));
        await exitOf(answer.handle);
        expect((await wholeLog(answer.handle)).map(({ text }) => text)).toEqual(['once']);
      }
    });

    test('takes over a container whose launcher died before it started it', async () => {
      const spec = aSpec({ command: 'echo started by another' });
      const { create } = readRequest(engine.prepare(spec));
      const dead = await docker.createContainer({ ...create, name: `flotilla-${spec.runId.toLowerCase()}-1-1` });
      const others = [engine, new DockerEngine(settings, installation)];
      const answers = await Promise.all(others.map((one) => one.launch(one.prepare(spec), spec.token)));
      expect(answers).toEqual(others.map(() => ({ kind: 'launched', handle: { container: dead.id } })));
      await exitOf({ container: dead.id });
      expect((await wholeLog({ container: dead.id })).map(({ text }) => text)).toEqual(['started by another']);
    });

    test('does not touch a container of somebody else that has the name', async () => {
      const spec = aSpec({ command: 'true' });
      const theirs = await docker.createContainer({
        Image: name,
        Cmd: ['true'],
        name: `flotilla-${spec.runId.toLowerCase()}-1-1`,
      });
      try {
        const answer = await engine.launch(engine.prepare(spec), spec.token);
        expect(answer).toMatchObject({ kind: 'refused', code: 'engine-error' });
      } finally {
        await theirs.remove();
      }
    });

    test('says out of memory when the command was killed for it, and not when it coped', async () => {
      const eat = 'x=$(head -c 100000000 /dev/zero | tr "\\0" a); echo ${#x}';
      const small = { cpu: 1, memoryMiB: 24, gpu: 0 };
      const killed = await exitOf(await launch(aSpec({ command: `exec sh -c '${eat}'`, resources: small })));
      expect(killed).toMatchObject({ outOfMemory: true, code: 137 });
      const coped = await exitOf(await launch(aSpec({ command: `sh -c '${eat}' || echo survived`, resources: small })));
      expect(coped).toMatchObject({ outOfMemory: false, code: 0, endedByItself: true });
    });

    test('tells a stop from outside from an end of its own, and names the image exactly', async () => {
      const handle = await launch(aSpec({ command: 'sleep 60' }));
      await docker.getContainer(idOf(handle)).stop({ t: 5 });
      const exit = await exitOf(handle);
      expect(exit).toMatchObject({ endedByItself: false, cause: 'stopped-externally', signal: 'SIGTERM', code: 143 });
      expect(exit.imageDigest).toMatch(/^sha256:/);
      const own = await exitOf(await launch(aSpec({ command: 'kill -TERM $$' })));
      expect(own).toMatchObject({ endedByItself: true, signal: 'SIGTERM' });
      expect(own.cause).toBeUndefined();
    });

    test('answers a stop at once and lets the daemon carry it out', async () => {
      const handle = await launch(aSpec({ command: 'trap "" TERM; echo ready; while true; do sleep 0.1; done' }));
      await until(async () => (await engine.logs(handle, '', 10)).lines.length > 0);
      const before = performance.now();
      expect(await engine.stop(handle, 1)).toBe('stopping');
      expect(performance.now() - before).toBeLessThan(900);
      expect((await exitOf(handle)).signal).toBe('SIGKILL');
      expect(await engine.stop(handle, 1)).toBe('already-ended');
    });

    test('refuses what cannot be launched in the words of Docker, and leaves nothing behind', async () => {
      const missing = aSpec({ command: 'true', env: { PASSWORD: { secret: 'reports/db' } } });
      expect(await engine.launch(engine.prepare(missing), missing.token)).toMatchObject({ code: 'secret-missing' });
      const { image: _, ...imageless } = aSpec({ command: 'true' });
      expect(await engine.launch(engine.prepare(imageless), imageless.token)).toMatchObject({
        code: 'invalid-request',
      });
      const large = aSpec({ command: 'true', resources: { cpu: 5000, memoryMiB: 64, gpu: 0 } });
      expect(await engine.launch(engine.prepare(large), large.token)).toMatchObject({ code: 'too-large-for-cluster' });
      const gpu = aSpec({ command: 'true', resources: { cpu: 1, memoryMiB: 64, gpu: 1 } });
      expect(await engine.launch(engine.prepare(gpu), gpu.token)).toMatchObject({ code: 'too-large-for-cluster' });
      expect(await engine.owned()).toEqual([]);
    });

    test('a command that is not in the image ends with 127 and says which', async () => {
      const handle = await launch(aSpec({ command: ['no-such-command', 'argument'] }));
      expect(await exitOf(handle)).toMatchObject({ code: 127 });
      expect((await wholeLog(handle))[0]?.text).toMatch(/no-such-command/);
    });

    describe('and a registry', () => {
      let registry: Awaited<ReturnType<typeof falseRegistry>>;
      beforeAll(async () => {
        registry = await falseRegistry();
      });
      afterAll(() => registry.stop());

      test.each([
        ['nothing/here:1', 'image-not-found'],
        ['denied/secret:1', 'image-denied'],
        ['broken/thing:1', 'registry-unavailable'],
      ])('%s is refused as %s', async (image, code) => {
        const spec = aSpec({ command: 'true', image: `${registry.address}/${image}` });
        const phases: string[] = [];
        const answer = await engine.launch(engine.prepare(spec), spec.token, (phase) => phases.push(phase));
        expect(answer).toMatchObject({ kind: 'refused', code });
        expect(phases).toContain('pulling image');
      });
    });

    describe('keeps the log', () => {
      test('of 200,000 lines complete and in order, read while they are written', async () => {
        const handle = await launch(aSpec({ command: 'seq 1 200000' }));
        const lines = await wholeLog(handle);
        expect(lines).toHaveLength(200_000);
        expect(lines.findIndex(({ text }, index) => text !== String(index + 1))).toBe(-1);
      });

      test('telling the streams apart, joining long lines, and with a last line without an end', async () => {
        const command = 'head -c 40000 /dev/zero | tr "\\0" a; echo; echo problem >&2; echo; printf "no end"';
        const lines = await wholeLog(await launch(aSpec({ command })));
        const stdout = lines.filter(({ stream }) => stream === 'stdout').map(({ text }) => text);
        expect(stdout).toEqual(['a'.repeat(40_000), '', 'no end']);
        expect(lines.filter(({ stream }) => stream === 'stderr').map(({ text }) => text)).toEqual(['problem']);
      });

      test('of one line of 50 MB, clipped, quickly', async () => {
        const command = 'head -c 50000000 /dev/zero | tr "\\0" b; echo; echo after';
        const lines = await wholeLog(await launch(aSpec({ command })));
        expect(lines.map(({ text }) => text.length)).toEqual([65_536 + ' … [49934464 bytes more, not kept]'.length, 5]);
      });

      test('for a new reader that goes on from any page, also inside of mixed long lines', async () => {
        const part = 'head -c 20000 /dev/zero | tr "\\0" x';
        const command = `for i in 1 2 3 4 5 6; do ${part}; echo "e$i" >&2; ${part}; echo "o$i"; done`;
        const handle = await launch(aSpec({ command }));
        await exitOf(handle);
        const whole = await wholeLog(handle);
        expect(whole).toHaveLength(12);
        const pieced: EngineLogLine[] = [];
        let cursor = '';
        for (let complete = false; !complete;) {
          const fresh = new DockerEngine(settings, installation);
          const page = await fresh.logs(handle, cursor, 1);
          const again = await fresh.logs(handle, cursor, 1);
          expect(again.lines).toEqual(page.lines);
          fresh.close();
          pieced.push(...page.lines);
          cursor = page.next;
          complete = page.complete;
        }
        expect(pieced).toEqual(whole);
      });

      test('and says when there is something new', async () => {
        const handle = await launch(
          aSpec({ command: 'read line < /dev/zero & sleep 0.3; echo first; sleep 0.3; echo second' }),
        );
        let page = await engine.logs(handle, '', 10);
        const seen = page.lines.map(({ text }) => text);
        while (!seen.includes('second')) {
          await changed(handle);
          page = await engine.logs(handle, page.next, 10);
          seen.push(...page.lines.map(({ text }) => text));
        }
        expect(seen).toEqual(['first', 'second']);
      });
    });

    test('announces the end of a container', async () => {
      const handle = await launch(aSpec({ command: 'sleep 0.5' }));
      let ended = false;
      while (!ended) {
        const change = changed(handle);
        const [seen] = await engine.inspect([handle]);
        ended = seen?.kind === 'ended';
        if (!ended) await change;
      }
    });

    test('forgets only what has ended, and only once', async () => {
      const spec = aSpec({ command: 'sleep 60' });
      const handle = await launch(spec);
      await expect(engine.forget(handle)).rejects.toThrow(/has not ended/);
      expect(await engine.owned()).toEqual([{ token: spec.token, handle, running: true }]);
      await engine.stop(handle, 0);
      await exitOf(handle);
      expect(await engine.owned()).toEqual([{ token: spec.token, handle, running: false }]);
      await engine.forget(handle);
      await engine.forget(handle);
      expect(await engine.inspect([handle])).toEqual([{ kind: 'unknown' }]);
      expect(await engine.logs(handle, '', 10)).toEqual({ lines: [], next: '', complete: false });
    });

    async function launch(spec: LaunchSpec): Promise<Json> {
      const answer = await engine.launch(engine.prepare(spec), spec.token);
      if (answer.kind !== 'launched') throw new Error(JSON.stringify(answer));
      return answer.handle;
    }

    const inspect = (handle: Json): Promise<Docker.ContainerInspectInfo> => docker.getContainer(idOf(handle)).inspect();

    async function exitOf(handle: Json): Promise<Exit> {
      let exit: Exit | undefined;
      await until(async () => {
        const [seen] = await engine.inspect([handle]);
        if (seen?.kind === 'ended') exit = seen.exit;
        return exit !== undefined;
      });
      if (exit === undefined) throw new Error('it did not end');
      return exit;
    }

    async function wholeLog(handle: Json): Promise<EngineLogLine[]> {
      const lines: EngineLogLine[] = [];
      let cursor = '';
      for (;;) {
        const page = await engine.logs(handle, cursor, 5000);
        lines.push(...page.lines);
        if (page.complete) return lines;
        if (page.lines.length === 0) await pause();
        cursor = page.next;
      }
    }

    async function changed(handle: Json): Promise<void> {
      let stop = (): void => undefined;
      await new Promise<void>((done) => {
        stop = engine.onChange(handle, done);
      });
      stop();
    }
  });

  test('without a daemon says so in words', async () => {
    const nowhere = new DockerEngine({ kind: 'docker', host: '/nowhere/docker.sock' }, 'test');
    await expect(nowhere.check()).rejects.toThrow(Failure);
    await expect(nowhere.check()).rejects.toMatchObject({ code: 'engine-unreachable' });
    await expect(nowhere.check()).rejects.toThrow(/no socket at \/nowhere\/docker.sock/);
    await expect(nowhere.inspect([{ container: 'x' }])).rejects.toMatchObject({ code: 'engine-unreachable' });
  });
});

function aSpec(wanted: Partial<LaunchSpec>): LaunchSpec {
  const id = runId(ulid());
  const token: LaunchToken = launchToken(id, 1, 1);
  return {
    runId: id,
    attempt: 1,
    token,
    name: 'a-job',
    image: name,
    command: 'true',
    env: {},
    resources: { cpu: 1, memoryMiB: 64, gpu: 0 },
    stopGraceSeconds: 5,
    labels: {},
    ...wanted,
  };
}

const idOf = (handle: Json): string => (handle as { container: string }).container;

const pause = (): Promise<void> => new Promise((done) => setTimeout(done, 20));

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('it did not happen within 30 s');
    await pause();
  }
}
