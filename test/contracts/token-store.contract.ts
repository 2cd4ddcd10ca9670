import { beforeEach, expect, test } from '@jest/globals';
import type { ApiToken } from '../../domain/access.js';
import type { TokenStore } from '../../domain/ports.js';
import type { Factory } from './adapters.js';

/** What every TokenStore promises. */
export function tokenStoreContract(make: Factory<TokenStore>): void {
  let tokens: TokenStore;
  beforeEach(async () => {
    tokens = await make();
  });
  const aToken = (n: number, change: Partial<ApiToken> = {}): ApiToken => ({
    id: `01KB2ZJ3V7Q4T8RWX2M5N6P0A${n}`,
    name: `token ${n}`,
    person: 'ada',
    role: 'launcher',
    hash: `hash-${n}`,
    createdAt: 1_700_000_000_000 + n,
    createdBy: 'root',
    ...change,
  });

  test('a token comes back as it was written, with or without groups and an end', async () => {
    const whole = aToken(1, { groups: ['ops', 'science'], expiresAt: 1_800_000_000_000 });
    expect(await tokens.insert(whole)).toBe(true);
    await tokens.insert(aToken(2));
    expect(await tokens.get(whole.id)).toStrictEqual(whole);
    expect(await tokens.get(aToken(2).id)).toStrictEqual(aToken(2));
    expect(await tokens.get(aToken(3).id)).toBeUndefined();
  });

  test('of two tokens with one id the first stays', async () => {
    await tokens.insert(aToken(1));
    expect(await tokens.insert(aToken(1, { hash: 'another' }))).toBe(false);
    expect((await tokens.get(aToken(1).id))?.hash).toBe('hash-1');
  });

  test('they are listed newest first, in pages, and by role', async () => {
    for (const n of [1, 2, 3]) await tokens.insert(aToken(n, n === 2 ? { role: 'admin' } : {}));
    const page = await tokens.list(2);
    expect(page.items.map(({ name }) => name)).toEqual(['token 3', 'token 2']);
    expect((await tokens.list(2, page.next)).items.map(({ name }) => name)).toEqual(['token 1']);
    expect((await tokens.ofRole('admin')).map(({ name }) => name)).toEqual(['token 2']);
  });

  test('the first time of an end stays, and so does the latest use', async () => {
    const { id } = aToken(1);
    await tokens.insert(aToken(1));
    await tokens.noteUse(id, 2000);
    await tokens.noteUse(id, 1000);
    await tokens.revoke(id, 5000);
    expect(await tokens.revoke(id, 6000)).toStrictEqual(aToken(1, { lastUsedAt: 2000, revokedAt: 5000 }));
    expect(await tokens.revoke(aToken(2).id, 5000)).toBeUndefined();
    await tokens.noteUse(aToken(2).id, 1000);
    expect(await tokens.get(aToken(2).id)).toBeUndefined();
  });
}
