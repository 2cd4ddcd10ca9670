import type { LogLine } from '../../domain/log-line.js';

/**
 * Lines as bytes: for each line the milliseconds since the one before (with its stream) and its length, as variable-length
 * numbers, then all texts one after the other. About three bytes per line on top of its text.
 */
export function encodeLines(lines: readonly LogLine[]): Buffer {
  const marks: number[] = [];
  const texts: Buffer[] = [];
  let before = 0;
  for (const { at, stream, text } of lines) {
    const bytes = Buffer.from(text);
    const time = Math.round(at);
    putNumber(marks, zigzag(time - before) * 3 + streams.indexOf(stream));
    putNumber(marks, bytes.length);
    texts.push(bytes);
    before = time;
  }
  const head: number[] = [];
  putNumber(head, lines.length);
  return Buffer.concat([Buffer.from(head), Buffer.from(marks), ...texts]);
}

/** The lines again; numbers are counted from the first one's. */
export function decodeLines(bytes: Buffer, firstLine: number): LogLine[] {
  const marks = numbersOf(bytes);
  const count = marks.next();
  const heads = Array.from({ length: count }, () => ({ mark: marks.next(), length: marks.next() }));
  let place = marks.place();
  let at = 0;
  return heads.map(({ mark, length }, index) => {
    const stream = streams[mark % 3];
    at += unzigzag(Math.floor(mark / 3));
    const text = bytes.toString('utf8', place, (place += length));
    return { number: firstLine + index, at, ...(stream === undefined ? {} : { stream }), text };
  });
}

const streams: readonly LogLine['stream'][] = [undefined, 'stdout', 'stderr'];

// Arithmetic, not bits: times are larger than 32.
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const unzigzag = (value: number): number => (value % 2 === 1 ? -(value + 1) / 2 : value / 2);

function putNumber(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push(128 + (rest % 128));
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

function numbersOf(bytes: Buffer) {
  let place = 0;
  return {
    place: () => place,
    next(): number {
      let value = 0;
      let weight = 1;
      for (;;) {
        const byte = bytes.readUInt8(place);
        place += 1;
        value += (byte % 128) * weight;
        if (byte < 128) return value;
        weight *= 128;
      }
    },
  };
}
