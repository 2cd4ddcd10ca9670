import { get, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { LogPage } from '../../domain/contract/logs.js';
import { EventReader } from './event-reader.js';
import { RunningJob } from './running-job.js';
import { ApiWorld } from './world.js';

let api: ApiWorld;
beforeEach(async () => {
  api = await ApiWorld.start();
  await api.furnish();
});
afterEach(() => api.stop());

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`);
const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

describe('reading a log', () => {
  test('windows by line number go on where `next` says, to the last line', async () => {
    const job = await RunningJob.running(api);
    await job.print(...numbered(1, 2500));
    await job.end();
    const seen: number[] = [];
    let from: number | undefined = 1;
    while (from !== undefined) {
      const page: LogPage = LogPage.parse((await api.get(`${job.path}/logs?from=${from}&limit=1000`)).body);
      seen.push(...page.lines.map(({ n }) => n));
      expect(page.head).toMatchObject({ lines: 2500, complete: true });
      from = page.next;
    }
    expect(seen).toEqual(upTo(2500));
  });

  test('the last lines, lines with a text, and a range in the middle', async () => {
    const job = await RunningJob.running(api);
    await job.print(...numbered(1, 300));
    expect((await api.get(`${job.path}/logs?tail=2`)).body.lines.map(({ text }: { text: string }) => text)).toEqual([
      'line 299',
      'line 300',
    ]);
    expect((await api.get(`${job.path}/logs?q=LINE%2029`)).body.lines).toHaveLength(11);
    expect((await api.get(`${job.path}/logs?q=LINE&matchCase=true`)).body.lines).toHaveLength(0);
    expect((await api.get(`${job.path}/logs?from=150&limit=1`)).body.lines).toMatchObject([
      { n: 150, text: 'line 150' },
    ]);
  });

  test('the head counts what is stored even before the run has been told', async () => {
    const job = await RunningJob.running(api);
    await job.print('one', 'two');
    expect((await api.get(`${job.path}/logs`)).body.head).toMatchObject({ lines: 2, complete: false });
  });

  test('an empty log says why it is empty', async () => {
    const job = await RunningJob.launched(api);
    const why = async () => (await api.get(`${job.path}/logs`)).body.why;
    expect(await why()).toMatch(/waits for its turn/);
    await job.begin();
    expect(await why()).toMatch(/nothing yet/);
    await job.end();
    expect(await why()).toBe('The command wrote nothing.');
  });

  test('pages of very long lines stay small', async () => {
    const job = await RunningJob.running(api);
    await job.print(...Array.from({ length: 200 }, () => 'x'.repeat(60_000)));
    await job.end();
    const page = LogPage.parse((await api.get(`${job.path}/logs?limit=5000`)).body);
    expect(page.lines.length).toBeLessThan(120);
    expect(page.next).toBe(page.lines.length + 1);
  });

  test('an attempt that the run never had, and a run that never was, are not found', async () => {
    const job = await RunningJob.running(api);
    expect((await api.get(`${job.path}/logs?attempt=2`)).body).toMatchObject({
      status: 404,
      detail: 'The run has 1 attempt, not a number 2.',
    });
    expect((await api.get('/api/runs/01K9ZJ3V7Q4T8RWX2M5N6P0ABC/logs')).status).toBe(404);
    expect((await api.get('/api/runs/nonsense/logs/stream')).status).toBe(404);
    expect((await api.get(`${job.path}/logs?limit=0`)).body).toMatchObject({
      status: 400,
      errors: [{ path: 'limit' }],
    });
  });

  test('the download is the text, whole and in order, with times when asked', async () => {
    const job = await RunningJob.running(api);
    await job.print(...numbered(1, 12_000), 'the end ✓');
    await job.end();
    const { body, headers } = await api.get(`${job.path}/logs/download`);
    expect(body).toBe([...numbered(1, 12_000), 'the end ✓', ''].join('\n'));
    expect(headers.get('content-disposition')).toBe(`attachment; filename="hello-${job.id}-1.log"`);
    expect((await api.get(`${job.path}/logs/download?times=true`)).body).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z line 1\n/);
  });
});

describe('following a log', () => {
  const follow = (job: RunningJob, query = '', lastEventId?: string) =>
    EventReader.open(`${api.url}${job.path}/logs/stream${query}`, lastEventId);

  test('every viewer gets every line once and in order, and the end', async () => {
    const job = await RunningJob.running(api);
    await job.print(...numbered(1, 700));
    const viewers = await Promise.all([follow(job), follow(job), follow(job, '?from=500')]);
    for (let n = 701; n <= 1000; n += 10) await job.print(...numbered(n, n + 9));
    await job.end();
    for (const viewer of viewers) {
      const events = await viewer.ended();
      expect(events.at(-1)).toMatchObject({ event: 'end', data: { state: 'succeeded' } });
      expect(events.filter(({ event }) => event === 'head').at(-1)?.data).toMatchObject({
        attempt: 1,
        lines: 1000,
        complete: true,
      });
    }
    expect(viewers.map((viewer) => viewer.lineNumbers)).toEqual([upTo(1000), upTo(1000), upTo(1000).slice(499)]);
  });

  test('a broken connection goes on behind the last line that it had', async () => {
    const job = await RunningJob.running(api);
    await job.print(...numbered(1, 10));
    const first = await follow(job);
    const events = await first.until(() => first.lineNumbers.length >= 10);
    const lastId = events.findLast(({ id }) => id !== undefined)?.id;
    expect(lastId).toBe('1.10');
    first.leave();
    await job.print(...numbered(11, 20));
    const second = await follow(job, '', lastId);
    await job.end();
    await second.ended();
    expect(second.lineNumbers).toEqual(upTo(20).slice(10));
  });

  test('a stream goes on with the next attempt, unless it was opened for one', async () => {
    const job = await RunningJob.running(api);
    const all = await follow(job);
    const only = await follow(job, '?attempt=1');
    await job.print('first try');
    await job.retry();
    await job.completeLog();
    await only.ended();
    await job.begin();
    await job.print('second try');
    await job.end();
    const seen = (await all.ended())
      .filter(({ event }) => event === 'lines')
      .map(({ id, data }) => [id, data.lines[0].text]);
    expect(seen).toEqual([
      ['1.1', 'first try'],
      ['2.1', 'second try'],
    ]);
    expect(only.events.filter(({ event }) => event === 'lines')).toHaveLength(1);
  });

  test('one who comes before the run has begun gets its lines from the first', async () => {
    const job = await RunningJob.launched(api);
    const viewer = await follow(job);
    await job.begin();
    await job.print('hello');
    await viewer.until(() => viewer.lineNumbers.length === 1);
    await job.end();
    await viewer.ended();
  });

  test('the log of a run that has ended is sent whole and then ends', async () => {
    const job = await RunningJob.running(api);
    await job.print(...numbered(1, 3000));
    await job.end();
    const viewer = await follow(job);
    await viewer.ended();
    expect(viewer.lineNumbers).toEqual(upTo(3000));
  });

  test('a run that was cancelled while it waited has no log, and its stream ends', async () => {
    const job = await RunningJob.launched(api);
    const viewer = await follow(job);
    await job.finish({ kind: 'cancelled', by: 'ada' });
    expect((await viewer.ended()).at(-1)).toMatchObject({ event: 'end', data: { state: 'cancelled' } });
  });

  test('one reader serves all viewers, and none is left when they have gone', async () => {
    const job = await RunningJob.running(api);
    let reads = 0;
    const read = api.logs.read.bind(api.logs);
    api.logs.read = (...values) => {
      reads += 1;
      return read(...values);
    };
    const viewers = await Promise.all(Array.from({ length: 30 }, () => follow(job)));
    await job.print('one');
    for (const viewer of viewers) await viewer.until(() => viewer.lineNumbers.length === 1);
    expect(reads).toBeLessThan(15);
    for (const viewer of viewers) viewer.leave();
    await untilTrue(async () => (await metric('flotilla_streams_open')) === 0);
  });

  test('a viewer who does not read holds up nobody, and finds every line when they do', async () => {
    const job = await RunningJob.running(api);
    const lazy = await new Promise<IncomingMessage>((done) => get(`${api.url}${job.path}/logs/stream`, done));
    lazy.pause();
    const eager = await follow(job);
    for (let n = 1; n <= 20_000; n += 1000)
      await job.print(...numbered(n, n + 999).map((line) => line.padEnd(800, '.')));
    await job.end();
    await eager.ended();
    expect(eager.lineNumbers).toEqual(upTo(20_000));
    let text = '';
    for await (const piece of lazy) text += String(piece);
    expect([...text.matchAll(/"n":(\d+)/g)].map((match) => Number(match[1]))).toEqual(upTo(20_000));
  });

  test('a server that stops ends its streams and does not wait for their viewers', async () => {
    const job = await RunningJob.running(api);
    const viewer = await follow(job);
    await api.stop();
    await viewer.ended();
  });

  async function metric(name: string): Promise<number> {
    const { body } = await api.get('/metrics');
    return Number(new RegExp(`^${name} (.*)$`, 'm').exec(String(body))?.[1]);
  }
});

async function untilTrue(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((done) => setTimeout(done, 20));
}
