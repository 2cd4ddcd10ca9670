import { expect, test } from '@jest/globals';
import { pinnedImage } from '../../domain/pinned-image.js';
import { firstName } from '../../src/engines/docker/container-name.js';
import { readRequest } from '../../src/engines/docker/to-request.js';
import { describeInDocker } from '../docker/docker-world.js';
import { eventually, Trial } from './engine-world.js';

describeInDocker('how containers end in Docker', (world) => {
  const small = { cpu: 0.5, memoryMiB: 24, gpu: 0 };

  test('a command that copes with a part of it running out of memory has succeeded', async () => {
    const run = new Trial(world(), 'tail /dev/zero || echo survived', { resources: small });
    await run.launch();
    expect(await run.exit()).toMatchObject({ code: 0, outOfMemory: false, endedByItself: true });
    expect(await run.texts()).toContain('survived');
  });

  test('a stop by somebody else is told from an end of its own', async () => {
    const stopped = new Trial(world(), 'sleep 60 & wait');
    await stopped.launch();
    await new Promise((resolve) => setTimeout(resolve, 300)); // until its init process listens to signals
    await world().docker.getContainer(idOf(stopped.handle)).stop({ t: 5 });
    const exit = await stopped.exit();
    expect(exit).toMatchObject({ endedByItself: false, cause: 'stopped-externally', signal: 'SIGTERM', code: 143 });
    expect(exit.reasons).toEqual(['Docker was asked to send SIGTERM.']);

    const own = new Trial(world(), 'kill -TERM $$');
    await own.launch();
    const ownExit = await own.exit();
    expect(ownExit).toMatchObject({ endedByItself: true, signal: 'SIGTERM', reasons: [] });
    expect(ownExit.cause).toBeUndefined();
  });

  test('the exit names the image exactly, and by that name the very same image runs again', async () => {
    const run = new Trial(world(), 'true');
    await run.launch();
    const { imageDigest = '' } = await run.exit();
    expect(imageDigest).toMatch(/^sha256:[0-9a-f]{64}$/);
    const again = new Trial(world(), 'echo again', { image: pinnedImage(world().image ?? '', imageDigest) });
    await again.launch();
    expect(await again.exit()).toMatchObject({ code: 0, imageDigest });
  });

  test('a stop is answered at once and carried out by the daemon', async () => {
    const run = new Trial(world(), world().command({ lines: ['ready'], seconds: 'forever', onStop: 'ignore' }));
    await run.launch();
    await eventually(async () => {
      const { lines } = await world().engine.logs(run.handle, '', 1);
      return lines[0];
    }, 'the first line');
    expect(await world().engine.stop(run.handle, 6, 'cancelled')).toBe('stopping');
    expect((await world().engine.inspect([run.handle])).map(({ kind }) => kind)).toEqual(['running']);
    expect((await run.exit(world().another())).signal).toBe('SIGKILL');
  });

  test('a container that was created, and which nobody lived to start, cannot be started after its stop', async () => {
    const run = new Trial(world(), 'echo started after all');
    const { create } = readRequest(world().engine.prepare(run.spec));
    const dead = await world().docker.createContainer({ ...create, name: firstName(run.token) });
    expect(await world().engine.stop({ container: dead.id }, 1, 'cancelled')).toBe('already-ended');
    expect(await world().engine.inspect([{ container: dead.id }])).toEqual([{ kind: 'unknown' }]);
    await expect(dead.start()).rejects.toMatchObject({ statusCode: 404 });
  });

  test('the end of a container is announced', async () => {
    const run = new Trial(world(), 'sleep 0.5');
    await run.launch();
    await run.atChanges(async () => ((await run.observe()).kind === 'ended' ? true : undefined));
    expect((await run.observe()).kind).toBe('ended');
  });

  test('what was removed by somebody is unknown, and its log is never called complete', async () => {
    const run = new Trial(world(), 'echo gone');
    await run.launch();
    await run.exit();
    await world().docker.getContainer(idOf(run.handle)).remove();
    expect(await run.observe()).toEqual({ kind: 'unknown' });
    expect(await world().engine.logs(run.handle, '', 10)).toEqual({ lines: [], next: '', complete: false });
    expect(await world().engine.stop(run.handle, 1, 'too late')).toBe('already-ended');
  });
});

const idOf = (handle: unknown): string => (handle as { container: string }).container; // what the engine hands out
