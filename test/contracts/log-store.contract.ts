import { beforeEach, describe, expect, test } from '@jest/globals';
import type { EngineLogLine } from '../../domain/engine.js';
import { appendPage, emptyTail, type LogChunk, logStart, type LogTail } from '../../domain/log-chunk.js';
import { MAX_LINE_BYTES } from '../../domain/log-line.js';
import type { LogStore } from '../../domain/ports.js';
import type { Factory } from './adapters.js';
import { aRunId } from './builders.js';

const id = aRunId(1);
const line = (text: string, at = 1000): EngineLogLine => ({ at, stream: 'stdout', text });

/** What every LogStore promises. */
export function logStoreContract(make: Factory<LogStore>): void {
  let logs: LogStore;
  beforeEach(async () => {
    logs = await make();
  });

  /** Ships the lines in pages, as a reader of an engine's log does. */
  async function ship(lines: readonly EngineLogLine[], pageSize = 1000, attempt = 1): Promise<LogTail> {
    let tail: LogTail = emptyTail;
    for (let from = 0; from < lines.length; from += pageSize) {
      const page = { lines: lines.slice(from, from + pageSize), next: `c${from + pageSize}` };
      const appended = appendPage(tail, page, tail.chunk?.position ?? logStart);
      await logs.writeAll(id, attempt, appended.chunks);
      tail = appended.tail;
    }
    return tail;
  }
  const numbered = (count: number, size = 10) =>
    Array.from({ length: count }, (_, n) => line(`line ${n + 1} `.padEnd(size, '.')));
  const chunk = (count: number, sealed = false, cursor = 'c'): LogChunk => ({
    seq: 0,
    lines: numbered(count).map((one, n) => ({ ...one, number: n + 1 })),
    bytes: count * 11,
    position: { cursor, skip: count },
    sealed,
  });

  test('chunks of which some are there already are each written as they would be alone', async () => {
    const of = (seq: number, count: number, sealed: boolean) => ({ ...chunk(count, sealed), seq });
    await logs.writeAll(id, 1, [of(0, 3, true), of(1, 2, false)]);
    await logs.writeAll(id, 1, [of(0, 2, false), of(1, 2, true), of(2, 4, false)]);
    await logs.writeAll(id, 1, [of(0, 3, true), of(1, 9, true), of(2, 5, false)]);
    expect((await logs.tail(id, 1)).chunk).toMatchObject({ seq: 2, sealed: false });
    expect((await logs.tail(id, 1)).chunk?.lines).toHaveLength(5);
    expect((await logs.tail(id, 1)).bytes).toBe((3 + 2 + 5) * 11);
  });

  describe('lines', () => {
    test('come back exactly as they were', async () => {
      const lines: EngineLogLine[] = [
        { at: 1_700_000_000_123, stream: 'stderr', text: 'größer als ☃ \u0000 and \u001b[31mred' },
        { at: 1_700_000_000_100, text: '' },
        { at: 0, stream: 'stdout', text: ' $set {"a.b": 1}\r' },
        { at: 1_800_000_000_000, text: '\t'.repeat(300) },
      ];
      const tail = await ship(lines);
      expect(await logs.read(id, 1, 1, 10)).toStrictEqual(lines.map((one, n) => ({ ...one, number: n + 1 })));
      expect(await logs.tail(id, 1)).toStrictEqual(tail);
    });

    test('of the greatest length fit, each in a chunk of its own', async () => {
      const lines = ['a', 'b', 'c'].map((letter) => line(letter.repeat(MAX_LINE_BYTES)));
      const tail = await ship(lines);
      expect(tail.chunk?.seq).toBe(2);
      expect((await logs.read(id, 1, 2, 10)).map(({ text }) => text[0])).toEqual(['b', 'c']);
      expect(await logs.tail(id, 1)).toStrictEqual(tail);
    });

    test('are read from any place of a large log', async () => {
      const tail = await ship(numbered(12_000, 400));
      expect(tail.chunk?.seq).toBeGreaterThan(60);
      for (const from of [1, 2, 163, 164, 165, 5000, 11_999, 12_000]) {
        const found = await logs.read(id, 1, from, 3);
        expect(found.map(({ number }) => number)).toEqual([from, from + 1, from + 2].filter((n) => n <= 12_000));
        expect(found[0]?.text).toMatch(new RegExp(`^line ${from} `));
      }
      expect(await logs.read(id, 1, 12_001, 3)).toEqual([]);
      expect(await logs.read(id, 1, 1, 12_000)).toHaveLength(12_000);
      expect(await logs.tail(id, 1)).toStrictEqual(tail);
    });

    test('of one attempt are apart from those of another, and of another run', async () => {
      await ship([line('one')], 10, 1);
      await ship([line('two'), line('three')], 10, 2);
      expect((await logs.read(id, 1, 1, 10)).map(({ text }) => text)).toEqual(['one']);
      expect((await logs.read(id, 2, 1, 10)).map(({ text }) => text)).toEqual(['two', 'three']);
      expect(await logs.read(aRunId(2), 1, 1, 10)).toEqual([]);
      expect(await logs.tail(id, 3)).toStrictEqual(emptyTail);
    });

    test('are removed with their run', async () => {
      await ship([line('one')], 10, 1);
      await ship([line('two')], 10, 2);
      await logs.write(aRunId(2), 1, chunk(1));
      await logs.remove(id);
      await logs.remove(id);
      expect(await logs.read(id, 1, 1, 10)).toEqual([]);
      expect(await logs.tail(id, 2)).toStrictEqual(emptyTail);
      expect(await logs.read(aRunId(2), 1, 1, 10)).toHaveLength(1);
    });
  });

  describe('a chunk', () => {
    const stored = async () => (await logs.tail(id, 1)).chunk;

    test('is only ever made longer', async () => {
      await logs.write(id, 1, chunk(3));
      await logs.write(id, 1, chunk(5));
      await logs.write(id, 1, chunk(4));
      await logs.write(id, 1, chunk(5, false, 'other'));
      expect(await stored()).toStrictEqual(chunk(5));
    });

    test('is sealed by one that is as long, and by a longer one, and stays so', async () => {
      await logs.write(id, 1, chunk(3));
      await logs.write(id, 1, chunk(3, true));
      expect(await stored()).toStrictEqual(chunk(3, true));
      await logs.write(id, 1, chunk(3));
      await logs.write(id, 1, chunk(9));
      await logs.write(id, 1, chunk(3, true, 'other'));
      expect(await stored()).toStrictEqual(chunk(3, true));
    });

    test('that is shorter does not seal', async () => {
      await logs.write(id, 1, chunk(5));
      await logs.write(id, 1, chunk(4, true));
      expect(await stored()).toStrictEqual(chunk(5));
    });

    test('that many write at the same moment ends up the longest, and sealed', async () => {
      for (let round = 1; round <= 5; round += 1) {
        const writes = [2, 5, 3, 5, 1, 4].map((count) => logs.write(id, round, chunk(count)));
        await Promise.all([...writes, logs.write(id, round, chunk(5, true))]);
        expect((await logs.tail(id, round)).chunk).toStrictEqual(chunk(5, true));
      }
    });
  });

  describe('a search', () => {
    const search = (text: string, given: { matchCase?: boolean; from?: number; limit?: number } = {}) =>
      logs.search(id, 1, { text, matchCase: false, from: 1, limit: 100, ...given });

    test('finds lines whatever the case, unless told', async () => {
      await ship([line('An Error'), line('fine'), line('error again'), line('ÄRGER')]);
      expect((await search('ERROR')).lines.map(({ number }) => number)).toEqual([1, 3]);
      expect((await search('Error', { matchCase: true })).lines.map(({ number }) => number)).toEqual([1]);
      expect((await search('ärger')).lines.map(({ number }) => number)).toEqual([4]);
      expect(await search('nothing')).toEqual({ lines: [] });
      expect(await search('.*')).toEqual({ lines: [] });
    });

    test('goes on where it stopped, through many chunks', async () => {
      await ship(numbered(3000, 200));
      const found: number[] = [];
      for (let from: number | undefined = 1; from !== undefined;) {
        const { lines, next } = await search('7 ', { from, limit: 50 });
        expect(lines.length).toBeLessThanOrEqual(50);
        found.push(...lines.map(({ number }) => number));
        from = next;
      }
      expect(found).toEqual(Array.from({ length: 300 }, (_, n) => n * 10 + 7));
    });

    test('begins at its line, and past the end finds nothing', async () => {
      await ship(numbered(10));
      expect((await search('line', { from: 9 })).lines.map(({ number }) => number)).toEqual([9, 10]);
      expect(await search('line', { from: 11 })).toEqual({ lines: [] });
    });
  });
}
