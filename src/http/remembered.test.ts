import { expect, test } from '@jest/globals';
import { Remembered } from './remembered.js';

function asked(mostMilliseconds: number, isDear = true) {
  let now = 0;
  let finds = 0;
  const remembered = new Remembered<number>({ now: () => now }, mostMilliseconds, () => isDear);
  const ask = (cost: number) =>
    remembered.of('x', async () => {
      now += cost;
      return (finds += 1);
    });
  return { ask, wait: (milliseconds: number) => void (now += milliseconds), remembered };
}

test('an answer lives ten times as long as it took, and all who ask meanwhile share it', async () => {
  const { ask, wait } = asked(5_000);
  expect(await Promise.all([ask(100), ask(100), ask(100)])).toEqual([1, 1, 1]);
  wait(999);
  expect(await ask(100)).toBe(1);
  wait(1);
  expect(await ask(0)).toBe(2);
  expect(await ask(0)).toBe(3);
});

test('no answer is older than allowed, and a failure is not remembered', async () => {
  const { ask, wait, remembered } = asked(2_000);
  expect(await ask(10_000)).toBe(1);
  wait(2_000);
  await expect(remembered.of('x', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await ask(1)).toBe(2);
});

test('what was cheap is asked anew', async () => {
  const { ask } = asked(5_000, false);
  expect([await ask(100), await ask(100)]).toEqual([1, 2]);
});
