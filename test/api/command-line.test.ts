import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { flotilla, ToyTerminal } from '../fakes/toy-terminal.js';
import { ApiWorld } from './world.js';

describe('the command line against the real API', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await ApiWorld.start();
  });
  afterAll(() => world.stop());

  function type(...words: string[]) {
    return flotilla(world.url, words);
  }

  async function typeWith(input: string, ...words: string[]) {
    const terminal = new ToyTerminal({ env: { FLOTILLA_URL: world.url } });
    terminal.input.end(input);
    return flotilla(world.url, words, terminal);
  }

  const jobs = `
name: report
command: report --top {{ top }}
parameters: { top: { type: integer } }
cluster: local
---
name: other
command: [echo, other]
cluster: local
`;

  test('a cluster is made, changed in one limit, and steered', async () => {
    expect((await type('clusters', 'put', 'local', '--engine', 'simulated', '--slots', '4')).exitCode).toBe(0);
    expect((await type('clusters', 'put', 'local', '--memory', '8G')).exitCode).toBe(0);
    expect((await type('clusters', 'show', 'local')).out).toMatch(/slots +0 of 4\nmemory +0 MiB of 8 GiB\n/);
    expect((await type('clusters', 'pause', 'local', '--reason', 'lunch')).exitCode).toBe(0);
    expect((await type('clusters')).out).toContain('paused (lunch)');
    expect((await type('clusters', 'resume', 'local')).exitCode).toBe(0);
    expect((await type('clusters', 'put', 'mars', '--engine', 'rocket')).err).toContain('engine.kind');
  });

  test('what was applied is unchanged when it is applied again, and has no difference', async () => {
    expect((await typeWith(jobs, 'apply', '-f', '-')).out).toBe(
      'created   report (revision 1)\ncreated   other (revision 1)\n',
    );
    expect((await typeWith(jobs, 'apply', '-f', '-')).out).toBe('unchanged report\nunchanged other\n');
    expect((await typeWith(jobs, 'diff', '-f', '-')).exitCode).toBe(0);
    const shown = (await type('jobs', 'show', 'report')).out;
    expect((await typeWith(shown, 'apply', '-f', '-')).out).toBe('unchanged report\n');
    expect((await typeWith(jobs.replace('--top', '--best'), 'apply', '-f', '-', '--note', 'why')).out).toContain(
      'revised   report (revision 2)',
    );
    const described = jobs.replace('--top', '--best').replace('name: report', 'name: report\ndescription: The best.');
    const differs = JSON.parse((await typeWith(described, 'diff', '-f', '-', '--json')).out) as { items: unknown };
    expect(differs.items).toMatchObject([{ change: 'changed' }, { change: 'unchanged' }]);
    expect((await typeWith(described, 'apply', '-f', '-')).out).toContain('changed   report (revision 2)');
    expect((await type('jobs', 'revisions', 'report')).out).toMatch(/2 .* ada +why\n1 /);
    expect((await type('jobs', '--search', 'report')).out).toMatch(/report +default +2/);
  });

  test('revisions are compared, and an old one is made new', async () => {
    const changed = await type('jobs', 'diff', 'report');
    expect([changed.exitCode, changed.out]).toEqual([1, expect.stringContaining('+ command: report --best {{ top }}')]);
    expect(changed.out).toMatch(/^--- revision 1, .* by ada\n\+\+\+ revision 2, .* by ada: why\n/);
    expect((await type('jobs', 'restore', 'report', '1')).err).toBe(
      'report is like revision 1 again, as revision 3.\n',
    );
    expect(await type('jobs', 'diff', 'report', '1', '3')).toMatchObject({ exitCode: 0 });
    expect((await type('jobs', 'restore', 'report', '1')).err).toBe('report is like revision 1 already.\n');
    expect((await type('jobs', 'restore', 'report', '8')).exitCode).toBe(1);
  });

  test('a run is launched, found by a piece of its id, explained, cancelled and run again', async () => {
    const { out, exitCode } = await type(
      'run',
      'report',
      '-p',
      'top=3',
      '-e',
      'A=1',
      '-l',
      'team=a',
      '--priority',
      '2',
    );
    const id = out.trim();
    expect([exitCode, id.length]).toEqual([0, 26]);
    expect((await type('show', id.slice(-8))).out).toContain('It is next in the queue');
    expect((await type('ps', '--label', 'team=a', '--mine', '-q')).out).toBe(`${id}\n`);
    expect((await type('queue', 'local')).out).toContain(id);
    expect((await type('logs', 'report')).exitCode).toBe(0);
    expect((await type('cancel', id, '--reason', 'enough')).exitCode).toBe(0);
    const shown = JSON.parse((await type('show', id, '--json')).out) as object;
    expect(shown).toMatchObject({ parameters: { top: 3 }, env: { A: '1' }, cancel: { by: 'ada', reason: 'enough' } });
    const again = (await type('rerun', id, '-p', 'top=5', '--json')).out;
    expect(JSON.parse(again)).toMatchObject({
      parameters: { top: 5 },
      env: { A: '1' },
      priority: 2,
      trigger: { kind: 'rerun', of: id },
    });
  });

  test('the same key gives the same run, and a dry run gives none', async () => {
    const once = await type('run', 'other', '--idempotency-key', 'nightly-1');
    expect((await type('run', 'other', '--idempotency-key', 'nightly-1')).out).toBe(once.out);
    const dry = await type('run', 'report', '-p', 'top=1', '--dry-run', '--json');
    expect([dry.exitCode, JSON.parse(dry.out)]).toEqual([0, expect.objectContaining({ ok: true })]);
  });

  test('what cannot be launched ends with 3 and says what to change', async () => {
    expect(await type('run', 'report', '-p', 'top=many')).toMatchObject({
      exitCode: 3,
      err: expect.stringContaining('parameters.top'),
    });
    expect(await type('run', 'other', '--memory', '9G')).toMatchObject({
      exitCode: 3,
      err: expect.stringContaining('resources.memoryMiB'),
    });
    expect(await type('run', 'nojob')).toMatchObject({ exitCode: 3, err: expect.stringContaining('nojob') });
  });

  test('an archived job is out of the list, and applying its document brings it back', async () => {
    expect((await type('jobs', 'archive', 'other')).exitCode).toBe(0);
    expect((await type('jobs')).out).not.toContain('other');
    expect(await type('run', 'other')).toMatchObject({ exitCode: 3 });
    expect((await typeWith(jobs, 'apply', '-f', '-')).exitCode).toBe(0);
    expect((await type('jobs')).out).toContain('other');
  });

  test('doctor and whoami read what the server says of itself', async () => {
    expect((await type('whoami')).out).toBe('ada\n');
    const { out } = await type('doctor', '--json');
    expect(JSON.parse(out)).toMatchObject({
      findings: expect.arrayContaining([
        expect.objectContaining({ what: 'API', state: 'ok' }),
        expect.objectContaining({ what: 'cluster local', state: 'ok' }),
      ]),
    });
  });

  test('without its store the server says when to come back', async () => {
    world.isStoreAway = true;
    try {
      const { exitCode, err } = await type('ps');
      expect([exitCode, err.includes('Try again in')]).toEqual([1, true]);
    } finally {
      world.isStoreAway = false;
    }
  });
});
