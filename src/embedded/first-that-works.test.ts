import { describe, expect, test } from '@jest/globals';
import { firstThatWorks, found, movedOn } from './first-that-works.js';

const step = (does: string, answer: ReturnType<typeof movedOn> | ReturnType<typeof found<string>>) => ({
  does,
  attempt: () => Promise.resolve(answer),
});

describe('trying one way after the other', () => {
  test('the first that works is taken, and each one before it says why it did not', async () => {
    const said: string[] = [];
    const steps = [
      step('on the PATH', movedOn('not there')),
      step('download', movedOn('no answer within 3 s')),
      step('build', found('/cache/temporal')),
      step('never', movedOn('never asked')),
    ];
    expect(await firstThatWorks('Temporal', steps, '', (line) => said.push(line))).toBe('/cache/temporal');
    expect(said).toEqual(['Temporal: on the PATH: not there', 'Temporal: download: no answer within 3 s']);
  });

  test('when none works, the message tells all reasons and what to install', async () => {
    const nothing = firstThatWorks(
      'MongoDB',
      [step('Java', movedOn('no java on the PATH'))],
      'Install a JDK.',
      () => undefined,
    );
    await expect(nothing).rejects.toThrow(
      'MongoDB cannot be had on this machine.\n  - Java: no java on the PATH\nInstall a JDK.',
    );
  });
});
