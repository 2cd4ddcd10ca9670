import { expect, test } from '@jest/globals';
import { workflowAddress } from './workflow-address.js';

test('a workflow is found in the namespace of its installation', () => {
  expect(workflowAddress('http://temporal:8233/', 'flotilla-live', 'run/01K')).toBe(
    'http://temporal:8233/namespaces/flotilla-live/workflows/run%2F01K',
  );
});
