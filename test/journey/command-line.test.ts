import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { flotilla, ToyTerminal } from '../fakes/toy-terminal.js';
import { describeWith } from '../needs.js';
import { World } from './world.js';

describeWith(['temporal', 'mongodb'], 'the command line, with everything behind it', (at) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(at);
    await world.api.cluster('local', {});
  }, 120_000);
  afterAll(() => world.end(), 60_000);

  const type = (...words: string[]) => flotilla(world.api.url, words);

  test('a followed command behaves as if it ran here: its output and its exit code', async () => {
    const { exitCode, out, err } = await type('run', '--follow', '--', 'sh', '-c', 'echo out; exit 42');
    expect([exitCode, out]).toEqual([42, 'out\n']);
    expect(err).toContain('The command ended with an error of its own.');
    expect(await type('run', '--follow', '--', 'sh', '-c', 'kill -SEGV $$')).toMatchObject({ exitCode: 139 });
    expect(await type('run', '--follow', '--', 'true')).toMatchObject({ exitCode: 0 });
  });

  test('a log is followed through the death of the API: no line lost, none double', async () => {
    const terminal = new ToyTerminal({ env: { FLOTILLA_URL: world.api.url } });
    const count = 'n=0; while [ $n -lt 400 ]; do n=$((n+1)); echo $n; sleep 0.01; done';
    const following = flotilla(world.api.url, ['run', '--follow', '--', 'sh', '-c', count], terminal);
    for (const line of ['50', '200']) {
      await terminal.out.shows(`\n${line}\n`);
      await world.kill('api');
      await world.startPart('api');
    }
    const { exitCode, out, err } = await following;
    expect([exitCode, err]).toEqual([0, expect.stringContaining('The connection is back.')]);
    expect(out.trimEnd().split('\n')).toEqual(Array.from({ length: 400 }, (_, index) => String(index + 1)));
  });

  test('Ctrl-C with --on-interrupt cancel ends the run, and we wait for its end', async () => {
    const terminal = new ToyTerminal({ env: { FLOTILLA_URL: world.api.url } });
    const words = ['run', '--follow', '--on-interrupt', 'cancel', '--', 'sh', '-c', 'echo begun; sleep 600'];
    const following = flotilla(world.api.url, words, terminal);
    await terminal.out.shows('begun');
    terminal.interrupt();
    const { exitCode, err } = await following;
    expect([exitCode, err.includes('was cancelled by ada')]).toEqual([130, true]);
  });
});
