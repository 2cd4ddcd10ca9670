import { describe, expect, test } from '@jest/globals';
import type { LaunchSpec } from '../../domain/engine.js';
import type { Command } from '../../domain/job.js';
import { outcomeOf } from '../../domain/outcome.js';
import { Trial, type EngineWorld, type Offers } from './engine-world.js';

/** What engines promise that really run commands; part of `engineContract`. */
export function engineCommandsContract(world: () => EngineWorld, offers: Offers): void {
  const ran = async (command: Command, changes?: Partial<LaunchSpec>) => {
    const run = new Trial(world(), command, changes);
    await run.launch();
    return { exit: await run.exit(), texts: await run.texts() };
  };
  describe('commands', () => {
    test('text runs by the shell and ends with the first command that fails', async () => {
      const { exit, texts } = await ran('echo one\nfalse\necho never');
      expect(exit.code).toBe(1);
      expect(texts).toEqual(['one']);
    });

    test('a list runs as it is, with no shell in between', async () => {
      const words = [
        'a b',
        "it's",
        '"x"',
        'two\nlines',
        '',
        '*',
        '$HOME',
        '`id`',
        '; exit 9',
        String.raw`back\slash`,
        'ü€𝄞',
      ];
      const { exit, texts } = await ran(['printf', '[%s]\\n', ...words]);
      expect(exit.code).toBe(0);
      expect(texts.join('\n')).toBe(words.map((word) => `[${word}]`).join('\n'));
    });

    test('a list names a program, never something that only a shell knows', async () => {
      const { exit } = await ranOrRefused(['exit', '3']);
      expect(exit).toBe('command-not-found');
    });

    test('environment values arrive unchanged', async () => {
      const env = {
        PLAIN: 'a b',
        QUOTES: `'"$HOME\`id\``,
        LINES: 'one\ntwo',
        EMPTY: '',
        UNICODE: 'ü€𝄞',
        cat: 'x',
        where: 'y',
      };
      const names = Object.keys(env);
      const { texts } = await ran(names.map((name) => `printf '%s=[%s]\\n' ${name} "$${name}"`).join('\n'), { env });
      expect(texts.join('\n')).toBe(
        Object.entries(env)
          .map(([name, value]) => `${name}=[${value}]`)
          .join('\n'),
      );
    });

    test('a run can tell which one it is', async () => {
      const run = new Trial(world(), 'echo "$FLOTILLA_RUN_ID $FLOTILLA_JOB $FLOTILLA_ATTEMPT"');
      await run.launch();
      await run.exit();
      expect(await run.texts()).toEqual([`${run.spec.runId} contract 1`]);
    });

    test('nothing of our own environment reaches a command', async () => {
      const planted = 'FLOTILLA_TEST_PLANTED_SECRET';
      process.env[planted] = 'hush';
      try {
        expect((await ran('env')).texts.join('\n')).not.toContain('hush');
      } finally {
        Reflect.deleteProperty(process.env, planted);
      }
    });

    test('a command that does not exist is told as such, in text and in a list', async () => {
      expect((await ranOrRefused('no-such-command-anywhere')).exit).toBe('command-not-found');
      expect((await ranOrRefused(['no-such-command-anywhere', 'x'])).exit).toBe('command-not-found');
    });

    test('a command that may not be executed is told as such', async () => {
      expect((await ranOrRefused(['/etc/passwd'])).exit).toBe('command-not-found');
    });

    test('death by a signal is a crash, with the number or the name of the signal', async () => {
      const { exit } = await ran('kill -SEGV $$');
      expect(exit.signal === 'SIGSEGV' || exit.code === 139).toBe(true);
      expect(outcomeOf(exit)).toMatchObject({ kind: 'failed', failure: { code: 'crashed' } });
    });

    const testMemory = offers.outOfMemory === true ? test : undefined;
    testMemory?.('a command that takes more memory than it was given is out of memory', async () => {
      const { command = ['tail', '/dev/zero'], ...changes } = world().greedy ?? {};
      const { exit } = await ran(command, { ...changes, resources: { cpu: 0.5, memoryMiB: 16, gpu: 0 } });
      expect(exit).toMatchObject({ outOfMemory: true });
      expect(outcomeOf(exit)).toMatchObject({ failure: { code: 'out-of-memory' } });
    });

    const testImages = offers.images === true ? test : undefined;
    testImages?.('an image that does not exist is told as such, and its command never runs', async () => {
      const missing = world().missing ?? { image: 'no-such-image', codes: [] };
      const { exit } = await ranOrRefused('true', { image: missing.image });
      expect(missing.codes).toContain(exit);
    });

    test('a secret that nobody can provide is told by its name', async () => {
      const { exit, evidence } = await ranOrRefused('true', { env: { PASSWORD: { secret: 'reports/db' } } });
      expect(exit).toBe('secret-missing');
      expect(evidence).toContain('reports/db');
    });

    test('what a command started in the background ends with it', async () => {
      const run = new Trial(world(), 'sh -c "while :; do sleep 0.1; done" & echo started');
      await run.launch();
      expect((await run.exit()).code).toBe(0);
      expect(await run.texts()).toEqual(['started']);
    });
  });

  /** Some engines know it before they start anything, for others it is an end. */
  async function ranOrRefused(
    command: Command,
    changes?: Partial<LaunchSpec>,
  ): Promise<{ exit: string; evidence: string }> {
    const run = new Trial(world(), command, changes);
    const answer = await world().engine.launch(world().engine.prepare(run.spec), run.token);
    if (answer.kind === 'refused') return { exit: answer.code, evidence: answer.evidence.join('\n') };
    run.handle = answer.handle;
    const outcome = outcomeOf(await run.exit());
    if (!('failure' in outcome)) return { exit: outcome.kind, evidence: '' };
    return { exit: outcome.failure.code, evidence: outcome.failure.evidence.join('\n') };
  }
}
