import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Budget } from './budget.js';

describe('a budget of calls', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  /** Lets this many callers take their turn; answers after how many milliseconds each had it. */
  async function turns(budget: Budget, callers: number, within: number): Promise<number[]> {
    const began = Date.now();
    const at: number[] = [];
    for (let n = 0; n < callers; n += 1) void budget.take().then(() => at.push(Date.now() - began));
    await jest.advanceTimersByTimeAsync(within);
    return at;
  }

  test('lets a burst through at once and everybody else at its rate, in order of asking', async () => {
    expect(await turns(new Budget(10, 3), 6, 1000)).toEqual([0, 0, 0, 100, 200, 300]);
  });

  test('saves up in quiet times, but no more than a burst', async () => {
    const budget = new Budget(10, 2);
    await turns(budget, 2, 0);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await turns(budget, 3, 1000)).toEqual([0, 0, 100]);
  });

  test('who can wait does not push in before those who are waiting', async () => {
    const budget = new Budget(10, 1);
    expect(budget.tryTake()).toBe(true);
    expect(budget.tryTake()).toBe(false);
    const waiting = turns(budget, 1, 100);
    expect(budget.tryTake()).toBe(false);
    await waiting;
    await jest.advanceTimersByTimeAsync(100);
    expect(budget.tryTake()).toBe(true);
  });

  test('is closed for a while when AWS says that it was too much, longer each time, and then not all call at once', async () => {
    const budget = new Budget(10, 5);
    budget.penalise();
    budget.penalise(); // a call that was under way at the same time
    const [first = 0, second = 0] = await turns(budget, 2, 2000);
    expect(first).toBeGreaterThanOrEqual(250);
    expect(first).toBeLessThanOrEqual(750 + 100);
    expect(second - first).toBe(100);
    budget.penalise();
    const [later = 0] = await turns(budget, 1, 3000);
    expect(later).toBeGreaterThanOrEqual(500);
  });
});
