import { beforeEach, expect, test } from '@jest/globals';
import type { SessionStore } from '../../domain/ports.js';
import type { Factory } from './adapters.js';

/** What every SessionStore promises. */
export function sessionStoreContract(make: Factory<SessionStore>): void {
  let sessions: SessionStore;
  beforeEach(async () => {
    sessions = await make();
  });
  const aSession = (id: string, expiresAt = 2000) => ({
    id,
    tokenId: 't',
    hash: `hash-${id}`,
    createdAt: 1000,
    expiresAt,
  });

  test('a session comes back as it was written, until it is removed', async () => {
    await sessions.insert(aSession('a'));
    expect(await sessions.get('a')).toStrictEqual(aSession('a'));
    await sessions.remove('a');
    await sessions.remove('a');
    expect(await sessions.get('a')).toBeUndefined();
  });

  test('those that have ended are removed together, the others stay', async () => {
    await sessions.insert(aSession('a', 2000));
    await sessions.insert(aSession('b', 2001));
    await sessions.removeExpired(2000);
    expect([await sessions.get('a'), await sessions.get('b')]).toEqual([undefined, aSession('b', 2001)]);
  });
}
