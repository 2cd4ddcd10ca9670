import { beforeEach, expect, test } from '@jest/globals';
import type { AuditTrail } from '../../domain/ports.js';
import type { Factory } from './adapters.js';

/** What every AuditTrail promises. */
export function auditTrailContract(make: Factory<AuditTrail>): void {
  let audit: AuditTrail;
  beforeEach(async () => {
    audit = await make();
  });
  const entry = (n: number, actor = 'ada', subject = 'cluster/local') => ({
    at: 1_700_000_000_000 + n,
    actor,
    action: `deed-${n}`,
    subject,
    details: { 'a.b': n, $x: [null] },
  });
  const deeds = async (filter: Parameters<AuditTrail['list']>[0]) =>
    (await audit.list(filter, 10)).items.map(({ action }) => action);

  test('an entry comes back as it was recorded, with an id', async () => {
    await audit.record(entry(1));
    const { id, ...recorded } = (await audit.list({}, 10)).items[0]!;
    expect(id).toHaveLength(26);
    expect(recorded).toStrictEqual(entry(1));
  });

  test('entries are newest first, those of the same moment as well, and come in pages', async () => {
    for (let n = 1; n <= 5; n += 1) await audit.record({ ...entry(n), at: 1_700_000_000_000 });
    const page = await audit.list({}, 3);
    expect(page.items.map(({ action }) => action)).toEqual(['deed-5', 'deed-4', 'deed-3']);
    await audit.record(entry(6));
    const rest = await audit.list({}, 3, page.next);
    expect(rest.items.map(({ action }) => action)).toEqual(['deed-2', 'deed-1']);
    expect(rest.next).toBeUndefined();
  });

  test('where a deed came from is kept with it', async () => {
    const from = { address: '10.0.0.7', client: 'cli', token: '01KB2ZJ3V7Q4T8RWX2M5N6P0AB' } as const;
    await audit.record({ ...entry(1), from });
    await audit.record({ ...entry(2), from: { address: '::1', client: 'page' } });
    expect((await audit.list({}, 10)).items.map((deed) => deed.from)).toStrictEqual([
      { address: '::1', client: 'page' },
      from,
    ]);
  });

  test('they are found by kind, by deed and by time', async () => {
    for (const n of [1, 2, 3]) await audit.record(entry(n, 'ada', n === 2 ? 'clusters/odd' : 'cluster/local'));
    expect(await deeds({ kind: 'cluster' })).toEqual(['deed-3', 'deed-1']);
    expect(await deeds({ action: 'deed-2' })).toEqual(['deed-2']);
    const at = entry(2).at;
    expect(await deeds({ since: at })).toEqual(['deed-3', 'deed-2']);
    expect(await deeds({ until: at })).toEqual(['deed-1']);
    expect(await deeds({ since: at, until: at + 1, kind: 'clusters' })).toEqual(['deed-2']);
    const page = await audit.list({ until: at + 1 }, 1);
    expect((await audit.list({ until: at + 1 }, 1, page.next)).items.map(({ action }) => action)).toEqual(['deed-1']);
  });

  test('they are found by who did it and by what it was done to', async () => {
    await audit.record(entry(1));
    await audit.record(entry(2, 'bob'));
    await audit.record(entry(3, 'bob', 'run/1'));
    expect(await deeds({ actor: 'bob' })).toEqual(['deed-3', 'deed-2']);
    expect(await deeds({ subject: 'cluster/local' })).toEqual(['deed-2', 'deed-1']);
    expect(await deeds({ subject: 'run/1', actor: 'ada' })).toEqual([]);
  });
}
