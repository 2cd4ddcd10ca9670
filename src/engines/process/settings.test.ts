import { expect, test } from '@jest/globals';
import { processEngineRefusal } from './permission.js';
import { checkSettings } from './settings.js';

test('the settings of a process cluster are checked field by field', () => {
  expect(checkSettings({ kind: 'process' })).toEqual([]);
  expect(checkSettings({ kind: 'process', directory: '/var/lib/attempts' })).toEqual([]);
  expect(checkSettings({ kind: 'process', directory: 'relative', colour: 'red' }).map(({ path }) => path)).toEqual([
    'colour',
    'directory',
  ]);
  expect(checkSettings({ kind: 'process', directory: 3 })).toHaveLength(1);
});

test.each(['127.0.0.1', '127.0.1.1', 'localhost', '::1', '[::1]'])('%s is this machine only', (host) => {
  expect(processEngineRefusal({ host, allowProcessEngine: false })).toBeUndefined();
});

test.each(['0.0.0.0', '::', '10.0.0.7', 'flotilla.example.com', '127.0.0.1.example.com'])(
  '%s can be reached by others, so the operator has to allow it',
  (host) => {
    expect(processEngineRefusal({ host, allowProcessEngine: false })).toContain('FLOTILLA_ALLOW_PROCESS_ENGINE');
    expect(processEngineRefusal({ host, allowProcessEngine: true })).toBeUndefined();
  },
);
