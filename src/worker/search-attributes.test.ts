import type { Client } from '@temporalio/client';
import { expect, test } from '@jest/globals';
import { ensureSearchAttributes } from './search-attributes.js';

const KEYWORD = 2;

/** As much of Temporal's operator service as is asked here. */
function toyClient(existing: readonly string[], refusal?: number) {
  const added: unknown[] = [];
  const operatorService = {
    listSearchAttributes: () =>
      refusal === undefined
        ? Promise.resolve({ customAttributes: Object.fromEntries(existing.map((name) => [name, KEYWORD])) })
        : Promise.reject(Object.assign(new Error('refused'), { code: refusal, details: 'refused', metadata: {} })),
    addSearchAttributes: (request: unknown) => Promise.resolve(added.push(request)),
  };
  const client = { connection: { operatorService } } as unknown as Client; // nothing else of it is used
  return { client, added };
}

test('search attributes that are missing are made, the others are left alone', async () => {
  const { client, added } = toyClient(['FlotillaJob', 'FlotillaOwner']);
  expect(await ensureSearchAttributes(client, 'ours')).toBe('there');
  expect(added).toEqual([{ namespace: 'ours', searchAttributes: { FlotillaCluster: KEYWORD } }]);
});

test.each([7, 12])('where only operators may look at them (%i), a worker goes on without knowing', async (code) => {
  const { client, added } = toyClient([], code);
  expect(await ensureSearchAttributes(client, 'ours')).toBe('unknown');
  expect(added).toEqual([]);
});

test('that Temporal cannot be asked, or does not know who asks, is no such answer', async () => {
  for (const code of [14, 16]) {
    await expect(ensureSearchAttributes(toyClient([], code).client, 'ours')).rejects.toThrow('refused');
  }
});
