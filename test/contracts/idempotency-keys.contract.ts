import { beforeEach, expect, test } from '@jest/globals';
import type { IdempotencyKeys } from '../../domain/ports.js';
import type { Factory } from './adapters.js';
import { aRunId } from './builders.js';

/** What every adapter of IdempotencyKeys promises. */
export function idempotencyKeysContract(make: Factory<IdempotencyKeys>): void {
  let keys: IdempotencyKeys;
  beforeEach(async () => {
    keys = await make();
  });
  const claim = (n: number) => ({ runId: aRunId(n), requestHash: `hash-${n}`, at: n });

  test('the first claim of a key stands', async () => {
    expect(await keys.claim('a', claim(1))).toStrictEqual(claim(1));
    expect(await keys.claim('a', claim(2))).toStrictEqual(claim(1));
    expect(await keys.claim('a', claim(1))).toStrictEqual(claim(1));
  });

  test('keys are apart, whatever is in them', async () => {
    for (const [n, key] of ['a', 'A', 'a ', '$a.b', 'ä', 'x'.repeat(255)].entries())
      expect(await keys.claim(key, claim(n))).toStrictEqual(claim(n));
  });

  test('of many claims at the same moment one wins, and all are told the same', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => keys.claim('same', claim(n))));
    const standing = await keys.claim('same', claim(99));
    for (const answer of answers) expect(answer).toStrictEqual(standing);
  });
}
