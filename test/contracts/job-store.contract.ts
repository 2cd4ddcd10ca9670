import { beforeEach, describe, expect, test } from '@jest/globals';
import type { JobStore } from '../../domain/ports.js';
import type { Factory } from './adapters.js';
import { aJobId, aSpec } from './builders.js';

type JobInput = Parameters<JobStore['put']>[0];

const aJob = (n: number, given: Partial<JobInput> = {}): JobInput => ({
  id: aJobId(n),
  name: `job-${n}`,
  group: 'science',
  description: '',
  tags: [],
  spec: aSpec(),
  ...given,
});

/** What every JobStore promises. */
export function jobStoreContract(make: Factory<JobStore>): void {
  let jobs: JobStore;
  beforeEach(async () => {
    jobs = await make();
  });
  const by = (who: string, at: number, note?: string) => ({ by: who, at, ...(note === undefined ? {} : { note }) });

  describe('a job', () => {
    test('is created with its first revision and comes back as it was', async () => {
      const spec = aSpec({ parameters: { 'a.b': { $ref: [1] } }, cluster: undefined });
      const { kind, job } = await jobs.put(aJob(1, { spec, tags: ['x'] }), by('ada', 5, 'first'));
      expect(kind).toBe('created');
      expect(await jobs.get('job-1')).toStrictEqual(job);
      expect(job).toMatchObject({
        revision: 1,
        archived: false,
        createdAt: 5,
        createdBy: 'ada',
        updatedAt: 5,
        tags: ['x'],
      });
      const { cluster: _, ...kept } = spec;
      expect(job.spec).toStrictEqual(kept);
      expect(await jobs.revision(job.id, 1)).toStrictEqual({
        jobId: job.id,
        revision: 1,
        spec: kept,
        at: 5,
        by: 'ada',
        note: 'first',
      });
    });

    test('that is put again as it is makes no revision, whatever the order of its keys', async () => {
      const { job } = await jobs.put(aJob(1), by('ada', 5));
      const turned = Object.fromEntries(Object.entries(aSpec()).reverse()) as unknown as JobInput['spec'];
      const again = await jobs.put(aJob(2, { name: 'job-1', spec: turned }), by('bob', 9));
      expect(again).toStrictEqual({ kind: 'unchanged', job });
    });

    test('gets revisions that never change, the newest first', async () => {
      const { job } = await jobs.put(aJob(1), by('ada', 5, 'first'));
      const second = await jobs.put(aJob(2, { name: 'job-1', spec: aSpec({ command: 'b' }) }), by('bob', 6));
      expect(second).toMatchObject({
        kind: 'revised',
        job: { id: job.id, revision: 2, createdBy: 'ada', updatedBy: 'bob', updatedAt: 6 },
      });
      await jobs.put(aJob(1, { spec: aSpec({ command: 'c' }) }), by('eve', 7, 'third'));
      const page = await jobs.revisions(job.id, 2);
      expect(page.items.map(({ revision, by, note }) => [revision, by, note])).toEqual([
        [3, 'eve', 'third'],
        [2, 'bob', undefined],
      ]);
      const rest = await jobs.revisions(job.id, 2, page.next);
      expect(rest.items.map(({ revision, spec }) => [revision, spec])).toEqual([[1, aSpec()]]);
      expect(rest.next).toBeUndefined();
      expect((await jobs.revision(job.id, 2))?.spec.command).toBe('b');
      expect(await jobs.revision(job.id, 4)).toBeUndefined();
    });

    test('takes a new description without a new revision', async () => {
      await jobs.put(aJob(1), by('ada', 5));
      const put = await jobs.put(aJob(1, { description: 'mine', group: 'ops', tags: ['t'] }), by('bob', 6));
      expect(put).toMatchObject({
        kind: 'changed',
        job: { revision: 1, description: 'mine', group: 'ops', tags: ['t'], updatedAt: 6, updatedBy: 'bob' },
      });
      expect(await jobs.revision(aJobId(1), 1)).toMatchObject({ at: 5, by: 'ada' });
    });

    test('is archived once, and comes back when it is put again', async () => {
      await jobs.put(aJob(1), by('ada', 5));
      const archived = await jobs.archive('job-1', by('bob', 6));
      expect(archived).toMatchObject({ archived: true, updatedAt: 6, updatedBy: 'bob' });
      expect(await jobs.archive('job-1', by('eve', 7))).toStrictEqual(archived);
      expect(await jobs.put(aJob(1), by('eve', 8))).toMatchObject({
        kind: 'changed',
        job: { archived: false, revision: 1, updatedAt: 8 },
      });
      expect(await jobs.archive('nothing', by('eve', 7))).toBeUndefined();
    });

    test('that is not there is undefined and has no revisions', async () => {
      expect(await jobs.get('job-1')).toBeUndefined();
      expect(await jobs.revisions(aJobId(1), 5)).toEqual({ items: [] });
      expect(await jobs.revision(aJobId(1), 1)).toBeUndefined();
    });
  });

  test('created by many at the same moment, a name is given once', async () => {
    const puts = await Promise.all([1, 2, 3, 4].map((n) => jobs.put(aJob(n, { name: 'same' }), by('ada', n))));
    expect(puts.filter(({ kind }) => kind === 'created')).toHaveLength(1);
    expect((await jobs.list({ archived: false }, 10)).items).toHaveLength(1);
  });

  describe('a job that is only to be created', () => {
    test('is created with its first revision, as by a put', async () => {
      const job = await jobs.create(aJob(1), by('ada', 5, 'first'));
      expect(job).toMatchObject({ name: 'job-1', revision: 1, createdBy: 'ada' });
      expect(await jobs.get('job-1')).toStrictEqual(job);
      expect(await jobs.revision(aJobId(1), 1)).toMatchObject({ by: 'ada', note: 'first' });
    });

    test.each(['live', 'archived'])('leaves a %s one of its name as it is', async (state) => {
      await jobs.put(aJob(1), by('ada', 5));
      if (state === 'archived') await jobs.archive('job-1', by('ada', 6));
      const before = await jobs.get('job-1');
      const spec = aSpec({ command: 'other' });
      expect(await jobs.create(aJob(2, { name: 'job-1', spec }), by('bob', 9))).toBeUndefined();
      expect(await jobs.get('job-1')).toStrictEqual(before);
      expect((await jobs.revisions(aJobId(1), 10)).items).toHaveLength(1);
      expect((await jobs.revisions(aJobId(2), 10)).items).toEqual([]);
    });

    test('by many at the same moment is created by one of them', async () => {
      const all = [1, 2, 3, 4].map((n) =>
        jobs.create(aJob(n, { name: 'same', description: `of ${n}` }), by(`user-${n}`, n)),
      );
      const created = (await Promise.all(all)).filter((job) => job !== undefined);
      expect(created).toHaveLength(1);
      expect(await jobs.get('same')).toStrictEqual(created[0]);
    });
  });

  test('changes that race each become a revision of their own', async () => {
    await jobs.put(aJob(1), by('ada', 1));
    const specs = ['a', 'b', 'c', 'd'].map((command) => aSpec({ command }));
    const puts = await Promise.all(specs.map((spec, n) => jobs.put(aJob(1, { spec }), by('ada', n))));
    expect(puts.map(({ job }) => job.revision).toSorted()).toEqual([2, 3, 4, 5]);
    const { items } = await jobs.revisions(aJobId(1), 10);
    expect(items.map(({ revision }) => revision)).toEqual([5, 4, 3, 2, 1]);
    for (const { job } of puts)
      expect((await jobs.revision(job.id, job.revision))?.spec.command).toBe(job.spec.command);
  });

  test('a list is newest first, in pages, and narrowed by every field', async () => {
    await jobs.put(aJob(1, { name: 'load-users', tags: ['etl', 'daily'] }), by('ada', 1));
    await jobs.put(aJob(3, { name: 'report', description: 'All USERS (weekly)' }), by('ada', 1));
    await jobs.put(aJob(2, { name: 'clean', group: 'ops' }), by('ada', 1));
    await jobs.archive('clean', by('ada', 2));
    await jobs.put(aJob(4, { name: 'restart', group: 'ops' }), by('ada', 3));
    const list = async (filter: Partial<Parameters<JobStore['list']>[0]>) =>
      (await jobs.list({ archived: false, ...filter }, 10)).items.map(({ name }) => name);
    expect(await list({})).toEqual(['restart', 'report', 'load-users']);
    expect(await list({ archived: true })).toEqual(['clean']);
    expect(await list({ archived: true, group: 'science' })).toEqual([]);
    expect(await list({ group: 'ops' })).toEqual(['restart']);
    expect(await list({ groups: ['ops', 'art'] })).toEqual(['restart']);
    expect(await list({ groups: ['art'], group: 'ops' })).toEqual([]);
    expect(await list({ tag: 'daily' })).toEqual(['load-users']);
    expect(await list({ text: 'users' })).toEqual(['report', 'load-users']);
    expect(await list({ text: '(w' })).toEqual(['report']);
    expect(await list({ text: 'users', tag: 'etl', group: 'science' })).toEqual(['load-users']);
    const page = await jobs.list({ archived: false }, 2);
    expect((await jobs.list({ archived: false }, 2, page.next)).items.map(({ name }) => name)).toEqual(['load-users']);
  });
}
