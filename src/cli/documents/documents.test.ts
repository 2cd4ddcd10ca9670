import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { refuse, ToyApi } from '../../../test/fakes/toy-api.js';
import { flotilla, ToyTerminal } from '../../../test/fakes/toy-terminal.js';
import { aJobView } from '../../../test/fakes/views.js';

describe('jobs in files', () => {
  let api: ToyApi;
  let folder: string;
  beforeEach(async () => {
    api = await ToyApi.start();
    folder = mkdtempSync(join(tmpdir(), 'flotilla-documents-'));
    api.on('PUT /jobs/hello', () => ({ change: 'created', job: aJobView({ revision: 1 }) }));
    api.on('PUT /jobs/other', () => ({ change: 'unchanged', job: aJobView({ name: 'other' }) }));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await api.stop();
  });

  function file(name: string, content: string): string {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  }

  test('apply says of each document what changed, several to a file, YAML or JSON', async () => {
    const yaml = file('jobs.yaml', 'name: hello\ncommand: echo hello\n---\nname: other\ncommand: [echo, other]\n---\n');
    const { exitCode, out } = await flotilla(api.url, ['apply', '-f', yaml]);
    expect([exitCode, out]).toEqual([0, 'created   hello (revision 1)\nunchanged other\n']);
    const json = file('job.json', JSON.stringify({ name: 'hello', command: 'echo hello' }));
    expect((await flotilla(api.url, ['apply', '-f', json, '--note', 'why'])).exitCode).toBe(0);
    expect(api.asked('PUT /jobs/hello')[1]?.body).toMatchObject({ name: 'hello', command: 'echo hello', note: 'why' });
  });

  test('a folder means the files in it, and - what is typed or piped', async () => {
    file('a.yaml', 'name: hello\ncommand: a\n');
    file('notes.txt', 'no job');
    file('b.json', '{"name":"other","command":"b"}');
    expect((await flotilla(api.url, ['apply', '-f', folder])).out).toContain('unchanged other');
    const terminal = new ToyTerminal({ env: { FLOTILLA_URL: api.url } });
    terminal.input.end('name: hello\ncommand: c\n');
    expect((await flotilla(api.url, ['apply', '-f', '-'], terminal)).exitCode).toBe(0);
  });

  test('every mistake is named with its line, and nothing is sent before all files are good', async () => {
    const good = file('a.yaml', 'name: hello\ncommand: a\n');
    const bad = file(
      'b.yaml',
      'name: other\ncommand: b\nresources:\n  cpu: lots\nimagee: x\n---\nname: hello\ncommand: c\n',
    );
    const broken = file('c.yaml', 'name: third\ncommand: [a\n');
    const { exitCode, err } = await flotilla(api.url, ['apply', '-f', good, '-f', bad, '-f', broken]);
    expect(exitCode).toBe(2);
    expect(err).toContain(`${bad}:4: resources.cpu: `);
    expect(err).toContain(`${bad}:5: Unrecognized key: "imagee"`);
    expect(err).toContain(`${bad}:7: "hello" stands at ${good}:1 already`);
    expect(err).toMatch(new RegExp(`${broken}:\\d: `));
    expect(api.requests).toHaveLength(0);
  });

  test('what only the server can know is named with its line too, and does not stop the others', async () => {
    api.on('PUT /jobs/hello', (_, response) => {
      const errors = [{ path: 'cluster', message: 'there is no cluster "mars"' }];
      refuse(response, { status: 422, code: 'invalid-request', detail: 'The job cannot be saved.', errors });
    });
    const yaml = file('jobs.yaml', 'name: hello\ncommand: a\ncluster: mars\n---\nname: other\ncommand: b\n');
    const { exitCode, out, err } = await flotilla(api.url, ['apply', '-f', yaml]);
    expect([exitCode, out]).toEqual([1, 'unchanged other\n']);
    expect(err).toBe(`${yaml}:3: hello: cluster: there is no cluster "mars"\n`);
  });

  test('a file that is not there is a mistake in the command line', async () => {
    const { exitCode, err } = await flotilla(api.url, ['diff', '-f', '/nowhere/jobs.yaml']);
    expect([exitCode, err]).toEqual([2, '/nowhere/jobs.yaml: there is no such file\n']);
  });

  test('diff shows what apply would change, and ends with 1 when there is something', async () => {
    api.on('GET /jobs/hello', () => aJobView());
    const same = file('same.yaml', 'command: echo hello\nname: hello\n');
    expect(await flotilla(api.url, ['diff', '-f', same])).toMatchObject({ exitCode: 0, out: 'hello: unchanged\n' });
    const changed = file('changed.yaml', 'name: hello\ncommand: echo bye\n---\nname: fresh\ncommand: x\n');
    const { exitCode, out } = await flotilla(api.url, ['diff', '-f', changed]);
    expect(exitCode).toBe(1);
    expect(out).toContain('hello: would change\n- command: echo hello\n+ command: echo bye\n');
    expect(out).toContain('fresh: would be created\n+ command: x\n');
  });

  test('jobs show prints a document that applies without a change', async () => {
    api.on('GET /jobs/hello', () => aJobView());
    const { out } = await flotilla(api.url, ['jobs', 'show', 'hello']);
    expect(out).toContain('# revision 3');
    expect((await flotilla(api.url, ['diff', '-f', file('shown.yaml', out)])).exitCode).toBe(0);
  });
});
