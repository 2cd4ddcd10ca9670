import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clipMark, MAX_LINE_BYTES } from '../../../domain/log-line.js';
import { Demultiplexer, type LogEntry } from './demultiplex.js';
import { LineAssembler, type PlacedLine } from './line-assembler.js';
import { cursorText, parseCursor } from './log-cursor.js';

const time = '2026-11-24T03:51:45.302317104Z';
const at = Date.parse('2026-11-24T03:51:45.302Z');
const out = (text: string | Buffer): LogEntry => ({ stream: 'stdout', time, content: Buffer.from(text) });
const err = (text: string): LogEntry => ({ stream: 'stderr', time, content: Buffer.from(text) });

describe('lines of log entries', () => {
  test.each([
    ['a line', [out('one\n')], ['one']],
    ['an empty line', [out('\n')], ['']],
    ['pieces of a long line', [out('on'), out('e\n'), out('two\n')], ['one', 'two']],
    ['a last line without an end', [out('one\n'), out('tw'), out('o')], ['one', 'two']],
    ['a line that was redrawn', [out('10 %\r20 %\r'), out('30 %\r\n')], ['30 %']],
    ['a Windows line end', [out('one\r\n')], ['one']],
    ['a character in two pieces', [out(Buffer.from([0xc3])), out(Buffer.from([0xa4, 0x0a]))], ['ä']],
    ['control characters', [out('a\0b\u0007c\td\u001b[1me\n')], ['abc\td\u001b[1me']],
    ['bytes that are no text', [out(Buffer.from([0xff, 0x0a]))], ['\ufffd']],
  ])('%s', (_, entries, texts) => {
    expect(linesOf(entries).map(({ line }) => line.text)).toEqual(texts);
  });

  test('tell their stream and time', () => {
    expect(linesOf([err('oh\n')])[0]?.line).toEqual({ at, stream: 'stderr', text: 'oh' });
  });

  test('of both streams are joined each for itself, in the order of their ends', () => {
    const entries = [out('o1'), err('e1'), out('o2\n'), err('e2\n')];
    expect(linesOf(entries).map(({ line }) => line.text)).toEqual(['o1o2', 'e1e2']);
  });

  test('are clipped, saying by how much', () => {
    const piece = out('x'.repeat(16_384));
    const [long] = linesOf([...Array.from({ length: 10 }, () => piece), out('yy\n')]);
    expect(long?.line.text).toBe('x'.repeat(MAX_LINE_BYTES) + clipMark(6 * 16_384 + 2));
  });

  test('are not clipped inside a character', () => {
    const [long] = linesOf([out(`x${'ä'.repeat(40_000)}\n`)]);
    expect(long?.line.text).toBe(`x${'ä'.repeat(32_767)}${clipMark(80_001 - 65_535)}`);
  });
});

test('whoever goes on from any line, in whichever way, gets exactly the lines behind it', () => {
  const entry = fc
    .tuple(fc.boolean(), fc.constantFrom('a', 'b\r', '\n', 'c\n', 'd'))
    .map(([first, text]) => (first ? out(text) : err(text)));
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 30 }), (entries) => {
      const whole = linesOf(entries);
      whole.forEach(({ next }, index) => {
        const rest = linesOf(entries, cursorText(next));
        expect(rest).toEqual(whole.slice(index + 1));
      });
    }),
  );
});

test('the multiplexed stream is taken apart wherever its chunks end', () => {
  const entries = [out('one\n'), err(''), out('two two\n')];
  const bytes = Buffer.concat(entries.map(framed));
  for (let size = 1; size <= bytes.length; size += 1) {
    const seen: LogEntry[] = [];
    const demultiplexer = new Demultiplexer();
    for (let from = 0; from < bytes.length; from += size) {
      demultiplexer.feed(bytes.subarray(from, from + size), (entry) => seen.push(entry));
    }
    expect(seen).toEqual(entries);
  }
});

test('a cursor that is none is the start', () => {
  expect(parseCursor('')).toEqual({ entries: 0 });
  expect(parseCursor('nonsense')).toEqual({ entries: 0 });
  expect(parseCursor('12o3e4')).toEqual({ entries: 12, stdoutFrom: 3, stderrFrom: 4 });
});

function linesOf(entries: readonly LogEntry[], cursor = ''): PlacedLine[] {
  const assembler = new LineAssembler(parseCursor(cursor));
  const lines = entries.flatMap((entry) => assembler.add(entry) ?? []);
  return [...lines, ...assembler.finish()];
}

function framed({ stream, time, content }: LogEntry): Buffer {
  const payload = Buffer.concat([Buffer.from(`${time} `), content]);
  const header = Buffer.alloc(8);
  header[0] = stream === 'stdout' ? 1 : 2;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}
