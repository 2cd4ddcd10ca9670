import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { refuse, ToyApi } from '../../test/fakes/toy-api.js';
import { flotilla, ToyTerminal } from '../../test/fakes/toy-terminal.js';
import { RUN_ID } from '../../test/fakes/views.js';

const commands = [
  'run',
  'logs',
  'ps',
  'show',
  'cancel',
  'priority',
  'rerun',
  'jobs',
  'jobs show',
  'jobs revisions',
  'jobs archive',
  'apply',
  'diff',
  'clusters',
  'clusters show',
  'clusters put',
  'clusters pause',
  'clusters resume',
  'clusters drain',
  'clusters remove',
  'queue',
  'up',
  'doctor',
  'whoami',
];

describe('the command line', () => {
  let api: ToyApi;
  beforeEach(async () => {
    api = await ToyApi.start();
  });
  afterEach(() => api.stop());

  test.each(commands)('%s --help ends with an example', async (name) => {
    const { exitCode, out } = await flotilla(api.url, [...name.split(' '), '--help']);
    expect(exitCode).toBe(0);
    expect(out).toContain(`Examples:\n  $ `);
    expect(out).toContain(`flotilla ${name.split(' ')[0] ?? ''}`);
  });

  test.each([
    ['run', '5 lowest; 3 when not given'],
    ['rerun', '5 lowest; that of the earlier run when not given'],
    ['jobs archive', 'nobody can launch it until it is applied again'],
  ])('%s --help says: %s', async (name, words) => {
    const { out } = await flotilla(api.url, [...name.split(' '), '--help']);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(words);
  });

  test('--version is the one of this command line, whatever server it would talk to', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await flotilla('http://127.0.0.1:1', ['--version'])).toMatchObject({ exitCode: 0, out: `${version}\n` });
  });

  test.each([
    [['frobnicate'], "unknown command 'frobnicate'"],
    [['ps', '--colour'], "unknown option '--colour'"],
    [['show'], "missing required argument 'run'"],
    [['run'], 'Name a job, or give a command'],
    [['run', 'hello', '--follow', '--detach'], 'cannot be used with'],
    [['run', 'hello', '--env', 'novalue'], '--env novalue: write NAME=VALUE'],
    [['logs', RUN_ID, '--follow', '--search', 'x'], '--search looks at what is there'],
    [['ps', '--watch'], '--watch needs a terminal'],
    [['ps', '--limit', 'many'], '--limit many: write a whole number, 1 or more'],
    [['jobs', '--limit', '0'], '--limit 0: write a whole number, 1 or more'],
    [['priority', RUN_ID, '9'], 'priority 9: write a whole number from 1 to 5'],
    [['run', 'hello', '--priority', '9'], '--priority 9: write a whole number from 1 to 5'],
    [['run', 'hello', '--revision', '0.5'], '--revision 0.5: write a whole number, 1 or more'],
    [['rerun', RUN_ID, '--cpu', '0'], '--cpu 0: write a number from 0.01 to 1024'],
    [['run', 'hello', '--memory', '1K'], '--memory 1K: write a number of MiB, or 512M, 2G'],
    [['run', 'hello', '--memory', '2'], '--memory 2: write a number of MiB from 4 to 16777216, or 512M, 2G'],
    [['run', 'hello', '--gpu', '0.5'], '--gpu 0.5: write a whole number from 0 to 64'],
    [['logs', RUN_ID, '--tail', '6000'], '--tail 6000: write a whole number from 1 to 5000'],
    [['logs', RUN_ID, '--since-line', '0'], '--since-line 0: write a whole number, 1 or more'],
    [['cancel', '--job', 'hello', '--limit', '1001'], '--limit 1001: write a whole number from 1 to 1000'],
    [['queue', 'local', '--limit', '501'], '--limit 501: write a whole number from 1 to 500'],
    [['jobs', 'restore', 'hello', 'last'], 'revision last: write a whole number, 1 or more'],
    [['jobs', 'diff', 'hello', '0', '2'], 'from 0: write a whole number, 1 or more'],
    [['schedules', 'preview', 'nightly', '--count', '101'], '--count 101: write a whole number from 1 to 100'],
    [
      ['schedules', 'backfill', 'nightly', '--from', '7d', '--at-once', '51'],
      '--at-once 51: write a whole number from 1 to 50',
    ],
    [['clusters', 'put', 'new', '--engine', 'docker', '--slots', '-1'], '--slots -1: write a whole number from 0 to'],
    [['clusters', 'put', 'new', '--engine', 'docker', '--weight', 'ada=0'], '--weight 0: write a number from 0.01'],
    [
      ['tokens', 'create', 'build', '--person', 'ci', '--days', '4000'],
      '--days 4000: write a number from 0.001 to 3650',
    ],
  ])('%j is a mistake in the command line: 2, and nothing is changed', async (words, message) => {
    const { exitCode, err } = await flotilla(api.url, words);
    expect(err).toContain(message);
    expect(exitCode).toBe(2);
    expect(api.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('where no server runs it says so, and how to start one', async () => {
    await api.stop();
    const { exitCode, err } = await flotilla(api.url, ['--url', api.url, 'ps'], new ToyTerminal());
    expect([exitCode, err]).toEqual([
      4,
      `No Flotilla answers at ${api.url}, as --url says (connection refused).\nIs the address right, and is the server up?\n`,
    ]);
  });

  test('a refusal ends with 1; with --json it is printed as the API told it', async () => {
    api.on(`GET /runs/${RUN_ID}`, (_, response) => {
      refuse(response, { status: 404, code: 'not-found', detail: 'There is no such run.' });
    });
    expect(await flotilla(api.url, ['show', RUN_ID])).toMatchObject({ exitCode: 1, err: 'There is no such run.\n' });
    const { exitCode, err } = await flotilla(api.url, ['show', RUN_ID, '--json']);
    expect([exitCode, (JSON.parse(err) as { code: string }).code]).toEqual([1, 'not-found']);
  });

  test('a server that is ill says when to come back', async () => {
    api.on('GET /runs', (_, response) => {
      refuse(
        response,
        { status: 503, code: 'store-unavailable', detail: 'The store is away.' },
        { 'retry-after': '7' },
      );
    });
    const { exitCode, err } = await flotilla(api.url, ['ps']);
    expect([exitCode, err]).toEqual([1, 'The store is away.\n  Try again in 7 s.\n']);
  });

  test('what is not Flotilla is told from what is', async () => {
    api.on('GET /clusters', (_, response) => {
      response.end('<html>Welcome to nginx</html>');
    });
    const { exitCode, err } = await flotilla(api.url, ['clusters']);
    expect([exitCode, err.includes('is not Flotilla')]).toEqual([4, true]);
  });

  test('an answer that breaks off in the middle is no answer', async () => {
    api.on('GET /clusters', (_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"items":', () => response.destroy());
    });
    const { exitCode, err } = await flotilla(api.url, ['clusters']);
    expect([exitCode, err.includes('No Flotilla answers at')]).toEqual([4, true]);
  });

  test('a token is shown to the server and to nobody else', async () => {
    const env = { FLOTILLA_URL: api.url, FLOTILLA_TOKEN: 'secret-token' };
    const { out, err } = await flotilla(api.url, ['whoami'], new ToyTerminal({ env }));
    expect(api.requests[0]?.headers.authorization).toBe('Bearer secret-token');
    expect(out + err).not.toContain('secret-token');
  });

  test('a bad setting is named', async () => {
    const { exitCode, err } = await flotilla(api.url, ['ps'], new ToyTerminal({ env: { FLOTILLA_PORT: 'x' } }));
    expect([exitCode, err.includes('FLOTILLA_PORT')]).toEqual([2, true]);
  });
});
