import { describe, expect, test } from '@jest/globals';
import { nearName } from './near-name.js';

describe('the name that may have been meant', () => {
  test.each([
    ['helo', ['hullo', 'hello', 'other'], 'hello'],
    ['nightly-reprot', ['nightly', 'nightly-report'], 'nightly-report'],
    ['lcoal', ['local'], 'local'],
    ['wordcuont', ['word-count', 'wordcount'], 'wordcount'],
  ])('for %s among %j is %s', (meant, names, near) => {
    expect(nearName(meant, names)).toBe(near);
  });

  test.each([
    ['helo', []],
    ['helo', ['world', 'hollow', 'helios']],
    ['a', ['b', 'ab']],
    ['a'.repeat(300), ['b'.repeat(63)]],
  ])('for %s among %j is none: they are other names', (meant, names: string[]) => {
    expect(nearName(meant, names)).toBeUndefined();
  });
});
