import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openStream, sse, ToyApi } from '../../../test/fakes/toy-api.js';
import { flotilla } from '../../../test/fakes/toy-terminal.js';
import { RUN_ID } from '../../../test/fakes/views.js';

const at = '2026-11-24T08:30:03.000Z';
const line = (n: number) => ({ n, at, text: `line ${String(n)}` });
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => line(from + index));
const texts = (from: number, to: number): string =>
  lines(from, to)
    .map(({ text }) => `${text}\n`)
    .join('');
const head = { lines: 12_000, bytes: 120_000, complete: true, truncated: false };

describe('flotilla logs', () => {
  let api: ToyApi;
  beforeEach(async () => {
    api = await ToyApi.start();
    api.on(`GET /runs/${RUN_ID}/logs`, ({ query }) => {
      const tail = query['tail'] === undefined ? undefined : Number(query['tail']);
      const from = tail === undefined ? Number(query['from']) : 12_001 - tail;
      const to = Math.min(from + Number(query['limit'] ?? tail) - 1, 12_000);
      return { attempt: 2, lines: lines(from, to), ...(to < 12_000 ? { next: to + 1 } : {}), head };
    });
    api.on(`GET /runs/${RUN_ID}/logs/stream`, (_, response) => {
      openStream(response);
      response.end(sse('lines', { attempt: 2, lines: lines(12_001, 12_002) }, '2.12002') + sse('end', {}));
    });
  });
  afterEach(() => api.stop());

  test('prints all there is, page after page', async () => {
    const { exitCode, out, err } = await flotilla(api.url, ['logs', RUN_ID]);
    expect(exitCode).toBe(0);
    expect(out === texts(1, 12_000)).toBe(true);
    expect(err).toBe('');
    expect(api.requests).toHaveLength(3);
  });

  test('begins at a line, or shows the last ones, with numbers and times where asked', async () => {
    expect((await flotilla(api.url, ['logs', RUN_ID, '--since-line', '11999'])).out).toBe(texts(11_999, 12_000));
    const { out } = await flotilla(api.url, ['logs', RUN_ID, '--tail', '1', '-n', '-t']);
    expect(out).toBe(` 12000  ${at}  line 12000\n`);
  });

  test('-f goes on exactly where the stored lines ended', async () => {
    const { exitCode, out } = await flotilla(api.url, ['logs', RUN_ID, '-f', '--tail', '2']);
    expect([exitCode, out]).toEqual([0, texts(11_999, 12_002)]);
    expect(api.asked(`GET /runs/${RUN_ID}/logs/stream`)[0]?.headers['last-event-id']).toBe('2.12000');
  });

  test('--json prints one object per line', async () => {
    const { out } = await flotilla(api.url, ['logs', RUN_ID, '--tail', '1', '--json']);
    expect(JSON.parse(out)).toEqual({ attempt: 2, ...line(12_000) });
  });

  test('--search prints the lines found, numbered, and ends with 1 when there are none', async () => {
    api.on(`GET /runs/${RUN_ID}/logs`, ({ query }) => {
      if (query['q'] !== 'needle') return { attempt: 1, lines: [], head };
      return query['from'] === '1'
        ? { attempt: 1, lines: [line(7)], next: 5001, head }
        : { attempt: 1, lines: [line(6000)], head };
    });
    const found = await flotilla(api.url, ['logs', RUN_ID, '--search', 'needle']);
    expect([found.exitCode, found.out]).toEqual([0, '     7  line 7\n  6000  line 6000\n']);
    const none = await flotilla(api.url, ['logs', RUN_ID, '--search', 'hay']);
    expect([none.exitCode, none.err]).toEqual([1, 'No line contains "hay".\n']);
  });

  test('an empty log says why', async () => {
    api.on(`GET /runs/${RUN_ID}/logs`, () => ({
      attempt: 1,
      lines: [],
      head: { lines: 0, bytes: 0, complete: false, truncated: false },
      why: 'The run waits for its turn.',
    }));
    const { exitCode, out, err } = await flotilla(api.url, ['logs', RUN_ID]);
    expect([exitCode, out, err]).toEqual([0, '', 'The run waits for its turn.\n']);
  });
});
