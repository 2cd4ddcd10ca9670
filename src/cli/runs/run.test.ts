import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openStream, refuse, sse, ToyApi } from '../../../test/fakes/toy-api.js';
import { flotilla, ToyTerminal } from '../../../test/fakes/toy-terminal.js';
import { aClusterView, aJobView, anEndedRunView, aRunView, RUN_ID } from '../../../test/fakes/views.js';

const at = '2026-11-24T08:30:03.000Z';

describe('flotilla run', () => {
  let api: ToyApi;
  let stream: ServerResponse | undefined;
  beforeEach(async () => {
    api = await ToyApi.start();
    api.on('POST /runs', () => aRunView());
    api.on(`GET /runs/${RUN_ID}`, () => aRunView({ state: 'running' }));
  });
  afterEach(() => api.stop());

  const terminal = (isWatched: boolean) => new ToyTerminal({ isWatched, env: { FLOTILLA_URL: api.url } });
  const asked = (): unknown => api.asked('POST /runs')[0]?.body;

  /** The log's stream stays open until the test ends it. */
  function openLog(): void {
    api.on(`GET /runs/${RUN_ID}/logs/stream`, (_, response) => {
      openStream(response);
      stream = response;
      response.write(
        sse('lines', { attempt: 1, lines: [{ n: 1, at, stream: 'stdout', text: 'hello' }] }, '1.1') +
          sse('lines', { attempt: 1, lines: [{ n: 2, at, stream: 'stderr', text: 'oh no' }] }, '1.2'),
      );
    });
  }

  function endWith(exitCode: number, change = {}): void {
    api.on(`GET /runs/${RUN_ID}`, () => anEndedRunView(exitCode, change));
    stream?.end(sse('end', {}));
  }

  test('where nobody is looking it prints the id and leaves the run', async () => {
    const { exitCode, out } = await flotilla(api.url, ['run', 'hello', '-e', 'WHO=world', '--memory', '1G']);
    expect([exitCode, out]).toEqual([0, `${RUN_ID}\n`]);
    expect(asked()).toEqual({ job: 'hello', env: { WHO: 'world' }, resources: { memoryMiB: 1024 }, trigger: 'cli' });
    expect(api.asked('POST /runs')[0]?.headers['x-flotilla-user']).toBe('ada');
  });

  test("on a terminal it follows: the job's output goes where the job sent it, and its exit code is ours", async () => {
    openLog();
    const screen = terminal(true);
    const running = flotilla(api.url, ['run', 'hello'], screen);
    await screen.err.shows('oh no');
    endWith(42);
    const { exitCode, out, err } = await running;
    expect([exitCode, out]).toEqual([42, 'hello\n']);
    expect(err).toContain('The command ended with an error of its own. (exit-code, the job)');
    expect(err).toContain('What to do:');
  });

  test('a server that is away just when the run has ended is asked again', async () => {
    openLog();
    const screen = terminal(false);
    const running = flotilla(api.url, ['run', 'hello', '--follow'], screen);
    await screen.err.shows('oh no');
    let count = 0;
    api.on(`GET /runs/${RUN_ID}`, (_, response) => {
      count += 1;
      if (count > 3) return anEndedRunView(7);
      response.destroy();
      return undefined;
    });
    stream?.end(sse('end', {}));
    expect((await running).exitCode).toBe(7);
  });

  test('with --json a followed run prints the run at its end, and the log beside it', async () => {
    openLog();
    const screen = terminal(false);
    const running = flotilla(api.url, ['run', 'hello', '--follow', '--json'], screen);
    await screen.err.shows('oh no');
    endWith(0);
    const { exitCode, out, err } = await running;
    expect(JSON.parse(out)).toMatchObject({ id: RUN_ID, state: 'succeeded' });
    expect([exitCode, err.includes('hello\noh no\n')]).toEqual([0, true]);
  });

  test('Ctrl-C where nobody can be asked leaves the run going, and says how to find it again', async () => {
    openLog();
    const screen = terminal(false);
    const running = flotilla(api.url, ['run', 'hello', '--follow'], screen);
    await screen.out.shows('hello');
    screen.interrupt();
    const { exitCode, err } = await running;
    expect(exitCode).toBe(130);
    expect(err).toContain(`flotilla logs -f ${RUN_ID}`);
    expect(api.asked(`POST /runs/${RUN_ID}/cancel`)).toHaveLength(0);
  });

  test('Ctrl-C on a terminal asks; c cancels the run, which is followed to its end', async () => {
    openLog();
    api.on(`POST /runs/${RUN_ID}/cancel`, () => aRunView({ state: 'stopping' }));
    const screen = terminal(true);
    const running = flotilla(api.url, ['run', 'hello'], screen);
    await screen.out.shows('hello');
    screen.interrupt();
    await screen.err.shows('Leave the run going');
    screen.input.write('c\n');
    await screen.err.shows('Cancelling the run');
    endWith(0, { state: 'cancelled', cancel: { requestedAt: at, by: 'ada' } });
    const { exitCode, err } = await running;
    expect(exitCode).toBe(130);
    expect(err).toContain('cancelled by ada');
    expect(api.asked(`POST /runs/${RUN_ID}/cancel`)).toHaveLength(1);
  });

  test('a second Ctrl-C leaves the run going without an answer', async () => {
    openLog();
    const screen = terminal(true);
    const running = flotilla(api.url, ['run', 'hello'], screen);
    await screen.out.shows('hello');
    screen.interrupt();
    await screen.err.shows('Leave the run going');
    screen.interrupt();
    expect((await running).exitCode).toBe(130);
  });

  test('a command without a job needs no name, and goes to the only cluster that fits', async () => {
    api.on('GET /clusters', () => ({
      items: [aClusterView(), aClusterView({ name: 'docker', engine: { kind: 'docker' } })],
    }));
    await flotilla(api.url, ['run', '--', 'echo', '--follow', 'hi']);
    expect(asked()).toEqual({ spec: { command: ['echo', '--follow', 'hi'] }, cluster: 'local', trigger: 'cli' });
    await flotilla(api.url, ['run', '-', '--image', 'alpine:3', '--', 'true']);
    expect(api.asked('POST /runs')[1]?.body).toEqual({
      spec: { image: 'alpine:3', command: ['true'] },
      cluster: 'docker',
      trigger: 'cli',
    });
  });

  test('parameters get the types that the job asks for', async () => {
    const parameters = { count: { type: 'integer' }, day: { type: 'string' } };
    api.on('GET /jobs/hello', () => aJobView({ spec: { ...aJobView().spec, parameters } }));
    await flotilla(api.url, ['run', 'hello', '-p', 'count=3', '-p', 'day=3']);
    expect(asked()).toMatchObject({ parameters: { count: 3, day: '3' } });
  });

  test('a launch that found the server busy is repeated with the same key', async () => {
    let count = 0;
    api.on('POST /runs', (_, response) => {
      count += 1;
      if (count > 1) return aRunView();
      refuse(
        response,
        { status: 503, code: 'store-unavailable', detail: 'The store is away.' },
        { 'retry-after': '0' },
      );
      return undefined;
    });
    expect((await flotilla(api.url, ['run', 'hello'])).out).toBe(`${RUN_ID}\n`);
    const keys = api.asked('POST /runs').map(({ headers }) => headers['idempotency-key']);
    expect(keys[0]).toBeDefined();
    expect(keys).toEqual([keys[0], keys[0]]);
  });

  test('a refused launch ends with 3, names each field and says what to do', async () => {
    api.on('POST /runs', (_, response) => {
      const errors = [{ path: 'resources.cpu', message: 'the cluster has 2 in all, the run needs 8' }];
      refuse(response, {
        status: 422,
        code: 'too-large-for-cluster',
        detail: 'The run needs more than there is.',
        errors,
      });
    });
    const { exitCode, err } = await flotilla(api.url, ['run', 'hello', '--cpu', '8']);
    expect(exitCode).toBe(3);
    expect(err).toBe('The run needs more than there is.\n  resources.cpu: the cluster has 2 in all, the run needs 8\n');
  });

  test('a launch without a server ends with 3 as well', async () => {
    await api.stop();
    const { exitCode, err } = await flotilla(api.url, ['run', 'hello']);
    expect([exitCode, err.includes('No Flotilla answers at')]).toEqual([3, true]);
  });

  test('a dry run prints the checks and what would run', async () => {
    api.on('POST /runs', ({ query }) =>
      query['dryRun'] === 'true'
        ? {
            ok: false,
            snapshot: { name: 'hello' },
            checks: [{ check: 'size', ok: false, message: 'needs 8 CPU of 2' }],
          }
        : undefined,
    );
    const { exitCode, out, err } = await flotilla(api.url, ['run', 'hello', '--dry-run']);
    expect([exitCode, out]).toEqual([3, 'name: hello\n']);
    expect(err).toContain('no  needs 8 CPU of 2');
  });

  test('rerun sends the edits only', async () => {
    api.on(`POST /runs/${RUN_ID}/rerun`, () => aRunView());
    const { exitCode } = await flotilla(api.url, ['rerun', RUN_ID, '--memory', '4G']);
    expect([exitCode, api.asked(`POST /runs/${RUN_ID}/rerun`)[0]?.body]).toEqual([
      0,
      { resources: { memoryMiB: 4096 } },
    ]);
  });
});
