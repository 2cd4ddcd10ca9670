import { afterEach, describe, expect, test } from '@jest/globals';
import { IpcWakeups } from './ipc-wakeups.js';

const wakeups = new IpcWakeups();
afterEach(() => wakeups.close());

describe('a wake-up', () => {
  test('reaches everybody who listens to its topic, and nobody else', () => {
    const heard: string[] = [];
    wakeups.subscribe('queue/a', () => heard.push('first'));
    wakeups.subscribe('queue/a', () => heard.push('second'));
    wakeups.subscribe('queue/b', () => heard.push('other'));
    wakeups.wake('queue/a');
    expect(heard).toEqual(['first', 'second']);
    wakeups.wake('queue/c');
    expect(heard).toHaveLength(2);
  });

  test('is not heard any more after the listening has ended, which may be told twice', () => {
    const heard: string[] = [];
    const end = wakeups.subscribe('run/1', () => heard.push('first'));
    wakeups.subscribe('run/1', () => heard.push('second'));
    end();
    end();
    wakeups.wake('run/1');
    expect(heard).toEqual(['second']);
  });

  test('may end its own listening, and begin another', () => {
    const heard: string[] = [];
    const end = wakeups.subscribe('run/1', () => {
      end();
      heard.push('once');
      wakeups.subscribe('run/1', () => heard.push('later'));
    });
    wakeups.wake('run/1');
    expect(heard).toEqual(['once']);
    wakeups.wake('run/1');
    expect(heard).toEqual(['once', 'later']);
  });
});
