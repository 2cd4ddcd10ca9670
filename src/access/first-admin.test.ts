import { beforeEach, expect, test } from '@jest/globals';
import { MemoryAuditTrail } from '../../test/fakes/memory-audit-trail.js';
import { MemoryTokenStore } from '../../test/fakes/memory-token-store.js';
import { readConfig } from '../config/config.js';
import { Deeds } from './deeds.js';
import { FirstAdmin } from './first-admin.js';

const clock = { now: () => 1_700_000_000_000 };
let tokens: MemoryTokenStore;
let audit: MemoryAuditTrail;
beforeEach(() => {
  [tokens, audit] = [new MemoryTokenStore(), new MemoryAuditTrail()];
});

const start = (env: Record<string, string> = {}) =>
  new FirstAdmin(
    readConfig({ FLOTILLA_ACCESS: 'tokens', ...env }),
    tokens,
    new Deeds(audit, clock),
    clock,
  ).tokenIfNeeded();

test('the first start prints an admin token, and the next one none', async () => {
  expect(await start()).toMatch(/^flotilla_t_/);
  expect(await start()).toBeUndefined();
  expect(await tokens.ofRole('admin')).toHaveLength(1);
});

test('who has revoked the last one is given another', async () => {
  await start();
  const [first] = await tokens.ofRole('admin');
  await tokens.revoke(first?.id ?? '', clock.now());
  expect(await start()).toMatch(/^flotilla_t_/);
});

test('who has lost the last one asks for another by a setting, and that is written down', async () => {
  const lost = await start();
  const another = await start({ FLOTILLA_NEW_ADMIN_TOKEN: 'true' });
  expect(another).toMatch(/^flotilla_t_/);
  expect(another).not.toBe(lost);
  expect(await tokens.ofRole('admin')).toHaveLength(2);
  expect((await audit.list({}, 10)).items.map(({ action }) => action)).toEqual(['token.create', 'token.create']);
});

test('without access control there is none', async () => {
  expect(await start({ FLOTILLA_ACCESS: 'open', FLOTILLA_NEW_ADMIN_TOKEN: 'true' })).toBeUndefined();
});
