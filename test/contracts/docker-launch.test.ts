import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../domain/failures.js';
import type { LaunchSpec } from '../../domain/engine.js';
import type { LaunchAnswer } from '../../domain/engine.js';
import { pinnedImage } from '../../domain/pinned-image.js';
import { DockerEngine } from '../../src/engines/docker/docker.engine.js';
import { firstName } from '../../src/engines/docker/container-name.js';
import { readRequest } from '../../src/engines/docker/to-request.js';
import { describeInDocker, type DockerWorld } from '../docker/docker-world.js';
import { Trial } from './engine-world.js';
import { MemorySecrets } from '../fakes/memory-secrets.js';

describeInDocker('launching in Docker', (world) => {
  test('the engine takes its limits from the machine that the daemon runs on', async () => {
    await world().engine.check();
    const { limits } = world().engine.describe();
    expect(limits.cpu).toBeGreaterThan(0);
    expect(limits.memoryMiB).toBeGreaterThan(100);
  });

  test('a container has its resources, the init process, our mark, and no more rights than it needs', async () => {
    const run = new Trial(world(), 'sleep 60', { resources: { cpu: 0.5, memoryMiB: 48, gpu: 0 } });
    const { Config, HostConfig, Name } = await world()
      .docker.getContainer(idOf(await run.launch()))
      .inspect();
    expect(Name).toBe(`/${firstName(run.token)}`);
    expect(HostConfig).toMatchObject({
      NanoCpus: 500_000_000,
      Memory: 48 * 2 ** 20,
      MemorySwap: 48 * 2 ** 20,
      Init: true,
      Privileged: false,
    });
    expect(Config.Labels).toMatchObject({ 'flotilla.installation': world().installation, 'flotilla.token': run.token });
  });

  test('a secret reaches the command, and is kept nowhere but in the environment of its container', async () => {
    const [value, backwards] = ['hush-4711', '1174-hsuh'];
    const knowing = new DockerEngine(
      { kind: 'docker', host: world().host },
      world().installation,
      new MemorySecrets({ 'reports/db': value }),
    );
    try {
      const run = new Trial(world(), 'echo "$DB" | rev', { env: { DB: { secret: 'reports/db' } } });
      const container = world().docker.getContainer(idOf(await run.launch(knowing)));
      await run.exit(knowing);
      expect(await run.texts()).toEqual([backwards]);
      const { Config, ...others } = await container.inspect();
      // Docker shows the environment to everybody who may inspect; what Flotilla saves holds only the secret's name.
      expect(Config.Env).toContain(`DB=${value}`);
      expect(JSON.stringify([{ ...Config, Env: [] }, others])).not.toContain(value);
      expect(JSON.stringify([knowing.prepare(run.spec), run.handle])).not.toContain(value);
    } finally {
      knowing.close();
    }
  });

  test('a command that ends at once is not started a second time by a launcher who came together with the first', async () => {
    for (let round = 0; round < 5; round += 1) {
      const run = new Trial(world(), 'echo once');
      const launchers = Array.from({ length: 4 }, () => world().another());
      const handles = await Promise.all(launchers.map((engine) => run.launch(engine)));
      expect(new Set(handles.map((handle) => JSON.stringify(handle))).size).toBe(1);
      await run.exit();
      expect(await run.texts()).toEqual(['once']);
    }
  });

  test('a container whose launcher died before it started it is taken over, by one of those who find it', async () => {
    const run = new Trial(world(), 'echo started by another');
    const { create } = readRequest(world().engine.prepare(run.spec));
    const dead = await world().docker.createContainer({ ...create, name: firstName(run.token) });
    const launchers = Array.from({ length: 3 }, () => world().another());
    const handles = await Promise.all(launchers.map((engine) => run.launch(engine)));
    expect(handles).toEqual(launchers.map(() => ({ container: dead.id })));
    await run.exit();
    expect(await run.texts()).toEqual(['started by another']);
  });

  test('a container of somebody else that has the name is not touched', async () => {
    const run = new Trial(world(), 'true');
    const image = world().image ?? '';
    const theirs = await world().docker.createContainer({ Image: image, Cmd: ['true'], name: firstName(run.token) });
    try {
      expect(await launch(world(), {}, run)).toMatchObject({ kind: 'refused', code: 'engine-error' });
    } finally {
      await theirs.remove();
    }
  });

  test.each<[string, Partial<LaunchSpec>]>([
    ['too-large-for-cluster', { resources: { cpu: 5000, memoryMiB: 64, gpu: 0 } }],
    ['too-large-for-cluster', { resources: { cpu: 1, memoryMiB: 64, gpu: 1 } }],
    ['invalid-request', { resources: { cpu: 1, memoryMiB: 1, gpu: 0 } }],
    ['invalid-request', { image: 'Not An Image' }],
  ])('%s is the answer to %j, in the words of Docker, and nothing is left behind', async (code, changes) => {
    const run = new Trial(world(), 'true', changes);
    const answer = await launch(world(), changes, run);
    expect(answer).toMatchObject({ kind: 'refused', code });
    expect(answer.kind === 'refused' ? answer.evidence.join() : '').not.toBe('');
    expect((await world().engine.owned()).filter(({ token }) => token === run.token)).toEqual([]);
  });

  test('an image that is not there is pulled, once for all who want it at the same time, and named exactly', async () => {
    const { registry, docker, engine } = world();
    const image = `${registry.address}/good/tool:1`;
    const phases: string[] = [];
    const runs = Array.from({ length: 3 }, (_, i) => new Trial(world(), `echo pulled by ${i}`, { image }));
    await Promise.all(
      runs.map(async (run) => {
        const answer = await engine.launch(engine.prepare(run.spec), run.token, (phase) => phases.push(phase));
        if (answer.kind !== 'launched') throw new Error(JSON.stringify(answer));
        run.handle = answer.handle;
      }),
    );
    expect(phases).toContain('pulling image');
    expect(phases.at(-1)).toBe('starting container');
    for (const [i, run] of runs.entries()) {
      expect((await run.exit()).imageDigest).toBe(registry.digest);
      expect(await run.texts()).toEqual([`pulled by ${i}`]);
      await engine.forget(run.handle);
    }
    await docker.getImage(image).remove();
    // The image is gone from here, and its digest brings the very same one back.
    const again = new Trial(world(), 'echo again', { image: pinnedImage(image, registry.digest) });
    await again.launch();
    expect((await again.exit()).imageDigest).toBe(registry.digest);
    await engine.forget(again.handle);
    await docker.getImage(pinnedImage(image, registry.digest)).remove();
  });

  test('a pull that is not wanted any more is not waited for, and nothing is started', async () => {
    const run = new Trial(world(), 'true', { image: `${world().registry.address}/slow/tool:1` });
    const { engine } = world();
    const unwanted = new AbortController();
    const reason = new Error('nobody wants it any more');
    const launched = engine.launch(engine.prepare(run.spec), run.token, () => unwanted.abort(reason), unwanted.signal);
    await expect(launched).rejects.toBe(reason);
    expect((await engine.owned()).filter(({ token }) => token === run.token)).toEqual([]);
  });

  test.each([
    ['nothing/here:1', 'image-not-found'],
    ['denied/secret:1', 'image-denied'],
    ['broken/thing:1', 'registry-unavailable'],
  ])('%s, which the registry refuses, is told as %s', async (image, code) => {
    const run = new Trial(world(), 'true', { image: `${world().registry.address}/${image}` });
    const phases: string[] = [];
    const { engine } = world();
    const answer = await engine.launch(engine.prepare(run.spec), run.token, (phase) => phases.push(phase));
    expect(answer).toMatchObject({ kind: 'refused', code });
    expect(phases).toEqual(['pulling image']);
  });
});

describe('without a daemon', () => {
  const nowhere = new DockerEngine({ kind: 'docker', host: '/nowhere/docker.sock' }, 'test', new MemorySecrets());

  test('every call says in words that Docker cannot be reached', async () => {
    await expect(nowhere.check()).rejects.toThrow(Failure);
    await expect(nowhere.check()).rejects.toThrow(/there is no socket at \/nowhere\/docker.sock/);
    await expect(nowhere.inspect([{ container: 'x' }])).rejects.toMatchObject({ code: 'engine-unreachable' });
    await expect(nowhere.logs({ container: 'x' }, '', 1)).rejects.toMatchObject({ code: 'engine-unreachable' });
    await expect(nowhere.stop({ container: 'x' }, 1)).rejects.toMatchObject({ code: 'engine-unreachable' });
    await expect(nowhere.forget({ container: 'x' })).rejects.toMatchObject({ code: 'engine-unreachable' });
    await expect(nowhere.owned()).rejects.toMatchObject({ code: 'engine-unreachable' });
  });

  test('whoever listens for changes can stop listening', () => {
    nowhere.onChange({ container: 'x' }, () => undefined)();
  });
});

function launch({ engine }: DockerWorld, changes: Partial<LaunchSpec>, run: Trial): Promise<LaunchAnswer> {
  return engine.launch(engine.prepare({ ...run.spec, ...changes }), run.token);
}

const idOf = (handle: unknown): string => (handle as { container: string }).container; // what the engine hands out
