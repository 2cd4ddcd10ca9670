import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Aws, type Call } from './aws.js';

const tooMuch = () => Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });

describe('a call to AWS', () => {
  let aws: Aws;
  beforeEach(() => {
    jest.useFakeTimers();
    // The budgets are shared by whoever names the same place: here nobody does.
    aws = new Aws({ region: 'eu-test-1', endpoint: `http://${expect.getState().currentTestName ?? ''}` });
  });
  afterEach(() => {
    aws.close();
    jest.useRealTimers();
  });

  test.each([false, true])(
    'waits after it was throttled, also when its first try was paid for (%j)',
    async (isPaid) => {
      const call: Call = { quota: 'logs', doing: 'read the log', action: 'logs:GetLogEvents', isPaid };
      let tries = 0;
      const answer = aws.ask(call, async () => {
        tries += 1;
        if (tries <= 4) throw tooMuch();
        return 'lines';
      });
      await jest.advanceTimersByTimeAsync(0);
      expect(tries).toBe(1);
      await jest.advanceTimersByTimeAsync(60_000);
      expect([tries, await answer]).toEqual([5, 'lines']);
    },
  );
});
