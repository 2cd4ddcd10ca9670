import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isUlid, launchToken, logChunkId, parseLaunchToken, runId } from './ids.js';

const id = runId('01J00000000000000000000001');

describe('a launch token', () => {
  test('is taken apart into what it was made of', () => {
    const positive = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(positive, positive, (attempt, tryNumber) => {
        expect(parseLaunchToken(launchToken(id, attempt, tryNumber))).toEqual({ runId: id, attempt, try: tryNumber });
      }),
    );
  });

  test.each([
    '',
    'x',
    id,
    `${id}.1`,
    `${id}.1.1.1`,
    `${id}.0.1`,
    `${id}.1.-1`,
    `${id}.1.1.`,
    `${id}..1`,
    `${id}.1.x`,
    `${id}.1.1.5`,
    `${id}.01.1`,
    `${id}.1e1.1`,
    `${id}. 1.1`,
    `${id}.0x1.1`,
    `${id.toLowerCase()}.1.1`,
  ])('is not %j', (text) => {
    expect(parseLaunchToken(text)).toBeUndefined();
  });

  test('is accepted in one spelling only', () => {
    fc.assert(
      fc.property(fc.string(), (end) => {
        const parsed = parseLaunchToken(`${id}.${end}`);
        if (parsed !== undefined) expect(launchToken(parsed.runId, parsed.attempt, parsed.try)).toBe(`${id}.${end}`);
      }),
    );
  });
});

test('a ULID has 26 digits of its own alphabet', () => {
  expect(isUlid(id)).toBe(true);
  for (const other of ['', id.slice(1), `${id}0`, id.replace('J', 'I'), id.toLowerCase()])
    expect(isUlid(other)).toBe(false);
});

test('two chunks never have one key', () => {
  const key = fc.tuple(fc.nat(50), fc.nat(50));
  fc.assert(
    fc.property(key, key, ([attempt, seq], [otherAttempt, otherSeq]) => {
      const isSame = attempt === otherAttempt && seq === otherSeq;
      expect(logChunkId(id, attempt, seq) === logChunkId(id, otherAttempt, otherSeq)).toBe(isSame);
    }),
  );
});
