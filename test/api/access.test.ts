import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Role } from '../../domain/access.js';
import { type ApiToken, includes, roles } from '../../domain/access.js';
import { Problem } from '../../domain/contract/problem.js';
import { SessionView } from '../../domain/contract/access.js';
import { ReadyView } from '../../domain/contract/system.js';
import { newCredential } from '../../src/access/credential.js';
import { neededFor, routesInTable } from '../../src/access/route-access.js';
import { EventReader } from './event-reader.js';
import { type Answer, ApiWorld } from './world.js';

let api: ApiWorld;
let admin: Record<string, string>;
beforeEach(async () => {
  api = await ApiWorld.start({ FLOTILLA_ACCESS: 'tokens' });
  admin = await shown({ role: 'admin', person: 'root' });
  await api.ask('PUT', '/api/clusters/local', { engine: { kind: 'simulated' }, limits: { slots: 4 } }, admin);
  for (const [name, group] of Object.entries({ mine: 'science', theirs: 'ops' }))
    await api.ask('PUT', `/api/jobs/${name}`, { command: 'true', cluster: 'local', group }, admin);
  for (const job of ['mine', 'theirs'])
    await api.ask('PUT', `/api/schedules/${job}`, { job, cron: '30 2 * * *' }, admin);
});
afterEach(() => api.stop());

let made = 0;

/** The header of a new token, which is written to the store as it is. */
async function shown(change: Partial<ApiToken> = {}): Promise<Record<string, string>> {
  made += 1;
  const id = `01KB2ZJ3V7Q4T8RWX2M5${String(made).padStart(6, '0')}`;
  const { text, hash } = newCredential('token', id);
  const of = { name: 'test', person: 'ada', role: 'viewer', createdAt: 1, createdBy: 'root' } as const;
  await api.tokens.insert({ id, hash, ...of, ...change });
  return { authorization: `Bearer ${text}` };
}

const launched = async (job: string): Promise<string> =>
  (await api.ask('POST', '/api/runs', { job }, admin)).body.id as string;

/** Every route of the API's own description, with an address that exists as far as it can. */
async function described(): Promise<{ method: string; route: string; path: string }[]> {
  const { paths } = (await api.get('/api/openapi.json')).body as { paths: Record<string, Record<string, unknown>> };
  const run = await launched('mine');
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((verb) => ({
      method: verb.toUpperCase(),
      route: path.replaceAll(/\{(\w+)\}/g, ':$1'),
      path: path.replace('{id}', run).replace('{name}', 'mine').replace('{revision}', '1'),
    })),
  );
}

/** Asks, and lets go of what does not end by itself. */
async function ask(method: string, path: string, headers: Record<string, string>): Promise<Answer> {
  const gone = new AbortController();
  const response = await fetch(`${api.url}${path}`, { method, headers, signal: gone.signal });
  const isProblem = response.headers.get('content-type')?.includes('problem+json') === true;
  const body: unknown = isProblem ? await response.json() : undefined;
  gone.abort();
  return { status: response.status, headers: response.headers, body };
}

describe('each route', () => {
  test('stands in the table of roles, and the table holds no other', async () => {
    const inApi = (await described()).map(({ method, route }) => `${method} ${route}`);
    expect(inApi.filter((route) => !routesInTable.includes(route))).toEqual([]);
    const undocumented = ['GET /metrics', 'GET /api/openapi.json', 'GET /api/docs', 'GET /api/docs/:file', 'GET /*'];
    expect(routesInTable.filter((route) => !inApi.includes(route))).toEqual(undocumented);
  });

  test.each([...roles, undefined])('answers the role %s as the table says', async (role: Role | undefined) => {
    for (const { method, route, path } of await described()) {
      // Anew each time, since one of the routes ends it.
      const headers = role === undefined ? {} : await shown({ role });
      const needed = neededFor(method, route)?.role ?? 'admin';
      const { status, body } = await ask(method, path, headers);
      const expected = needed === 'anyone' ? 'in' : role === undefined ? 401 : includes(role, needed) ? 'in' : 403;
      const got = status === 401 || status === 403 ? status : 'in';
      expect([method, route, got]).toEqual([method, route, expected]);
      if (got !== 'in') expect(Problem.parse(body).code).toBe(got === 401 ? 'unauthenticated' : 'forbidden');
    }
  });

  test.each([
    ['expired', { expiresAt: 5 }, 'token-expired', 'expired at 1970-01-01T00:00:00.005Z. Ask an admin for a new one.'],
    ['revoked', { revokedAt: 5 }, 'unauthenticated', 'was revoked. Ask an admin for a new one.'],
  ] as const)('refuses an %s token, and says what to do', async (_state, change, code, words) => {
    const headers = await shown({ role: 'admin', ...change });
    for (const { method, route, path } of await described()) {
      if (neededFor(method, route)?.role === 'anyone') continue;
      const { status, body } = await ask(method, path, headers);
      expect([method, route, status, body.code]).toEqual([method, route, 401, code]);
      expect(body.detail).toContain(words);
    }
  });

  test('refuses what is no token, what is one of nobody, and another secret of one that is', async () => {
    const { authorization = '' } = await shown();
    const wrong = ['Basic YTpi', 'Bearer ', 'Bearer x', 'Bearer __proto__', `${authorization.slice(0, -1)}~`];
    for (const text of [...wrong, authorization.replace(/.{8}$/, 'AAAAAAAA'), authorization.replace('_t_', '_s_')])
      expect((await api.get('/api/runs', { authorization: text })).body.code).toBe('unauthenticated');
    expect((await api.get('/api/runs', { authorization })).status).toBe(200);
    const { headers } = await api.get('/api/runs');
    expect(headers.get('www-authenticate')).toContain('Bearer');
  });

  test('is not asked for its body before it is known who sends it', async () => {
    const { status } = await api.post('/api/runs', '{ this is no JSON');
    expect(status).toBe(401);
  });
});

describe('those who are here for some groups', () => {
  let science: Record<string, string>;
  beforeEach(async () => {
    science = await shown({ role: 'launcher', groups: ['science', 'art'], person: 'marie' });
  });

  test('touch nothing of another group, and are told whom to ask', async () => {
    const [own, run] = [await launched('mine'), await launched('theirs')];
    const asks = [
      ['POST', `/api/runs/${run}/cancel`, {}],
      ['POST', `/api/runs/${run}/rerun`, {}],
      ['POST', `/api/runs/${run}/priority`, { priority: 1 }],
      ['GET', `/api/runs/${run}`],
      ['GET', `/api/runs/${run}/logs`],
      ['GET', `/api/runs/${run}/logs/stream`],
      ['GET', `/api/runs/${run}/logs/download`],
      ['GET', `/api/runs/${run}/events`],
      ['GET', `/api/runs/${run}/queue`],
      ['GET', '/api/jobs/theirs'],
      ['GET', '/api/jobs/theirs/runs'],
      ['PUT', '/api/jobs/theirs', { command: 'true', group: 'science' }],
      ['PUT', '/api/jobs/mine', { command: 'true', group: 'ops' }],
      ['PUT', '/api/jobs/new', { command: 'true' }],
      ['POST', '/api/jobs/theirs/revisions/1/restore', {}],
      ['GET', `/api/runs/compare?a=${own}&b=${run}`],
      ['GET', `/api/runs/compare?a=${run}&b=${own}`],
      ['DELETE', '/api/jobs/theirs'],
      ['GET', '/api/schedules/theirs'],
      ['PUT', '/api/schedules/theirs', { job: 'mine', cron: '30 2 * * *' }],
      ['PUT', '/api/schedules/new', { job: 'theirs', cron: '30 2 * * *' }],
      ['POST', '/api/schedules/theirs/trigger'],
      ['DELETE', '/api/schedules/theirs'],
      ['POST', '/api/runs', { job: 'theirs' }],
      ['POST', '/api/runs?dryRun=true', { job: 'theirs' }],
      ['POST', '/api/runs', { spec: { name: 'x', command: 'true', group: 'ops', cluster: 'local' } }],
    ] as const;
    for (const [method, path, body] of asks) {
      const answer = await api.ask(method, path, body, science);
      expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 403, 'forbidden']);
      expect(answer.body.detail).toMatch(/Ask an admin for a token for (ops|default)\.$/);
    }
    expect((await api.ask('GET', `/api/runs/${run}`, undefined, admin)).body.cancel).toBeUndefined();
  });

  test('see and cancel their own only', async () => {
    const [own, foreign] = [await launched('mine'), await launched('theirs')];
    const ids = async (path: string) =>
      (await api.get(path, science)).body.items.map(({ id }: { id: string }) => id) as string[];
    expect(await ids('/api/runs')).toContain(own);
    expect(await ids('/api/runs')).not.toContain(foreign);
    expect(await ids('/api/runs?group=ops')).toEqual([]);
    expect((await api.get('/api/jobs', science)).body.items.map(({ name }: { name: string }) => name)).toEqual([
      'mine',
    ]);
    const { items } = (await api.get('/api/schedules', science)).body;
    expect(items.map(({ name }: { name: string }) => name)).toEqual(['mine']);
    await api.ask('POST', '/api/runs/cancel', { filter: { cluster: 'local' } }, science);
    expect((await api.get(`/api/runs/${own}`, admin)).body.cancel.by).toBe('marie');
    expect((await api.get(`/api/runs/${foreign}`, admin)).body.cancel).toBeUndefined();
  });

  test('are told of a name that is near only where it is theirs to see', async () => {
    const detailOf = async (path: string) => (await api.get(path, science)).body.detail;
    expect(await detailOf('/api/jobs/mined')).toBe('There is no job called mined. Did you mean mine?');
    expect(await detailOf('/api/jobs/their')).toBe('There is no job called their.');
    expect(await detailOf('/api/schedules/their')).toBe('There is no schedule called their.');
    expect((await api.get('/api/jobs/their', admin)).body.detail).toContain('Did you mean theirs?');
  });

  test('are told of the group of theirs that they may have meant, and of a secret only where a job of theirs uses it', async () => {
    const job = await api.ask('PUT', '/api/jobs/new', { command: 'true', group: 'sciense' }, science);
    expect(job.body.detail).toBe(
      'The group of the job is sciense, and your token is for the groups science, art. Did you mean science?',
    );
    const spec = { name: 'x', command: 'true', group: 'arts', cluster: 'local' };
    expect((await api.ask('POST', '/api/runs', { spec }, science)).body.detail).toMatch(/Did you mean art\?$/);
    api.secrets.values.set('ops/db', 'hunter2');
    const theirs = { command: 'true', group: 'ops', cluster: 'local', env: { DB: { secret: 'ops/db' } } };
    await api.ask('PUT', '/api/jobs/theirs', theirs, admin);
    const launch = { spec: { ...spec, group: 'art', env: { DB: { secret: 'ops/bd' } } } };
    expect((await api.ask('POST', '/api/runs', launch, science)).body.detail).not.toContain('Did you mean');
    expect((await api.ask('POST', '/api/runs', launch, admin)).body.detail).toContain('Did you mean ops/db?');
  });

  test('steer what is their own, whatever the body says that nobody reads', async () => {
    const foreign = { job: 'theirs', group: 'ops' };
    expect((await api.ask('DELETE', '/api/schedules/mine', foreign, science)).status).toBe(204);
    expect((await api.ask('DELETE', '/api/jobs/mine', {}, science)).status).toBe(200);
  });

  test('launch in their own groups, and own what they launch', async () => {
    const { status, body } = await api.ask('POST', '/api/runs', { job: 'mine' }, science);
    expect([status, body.owner]).toEqual([201, 'marie']);
    const spec = { name: 'x', command: 'true', group: 'art', cluster: 'local' };
    expect((await api.ask('POST', '/api/runs', { spec }, { ...science, 'x-flotilla-user': 'root' })).body.owner).toBe(
      'marie',
    );
    // What is not there, or not understood, is answered as to anybody else.
    expect((await api.ask('POST', '/api/runs', { job: 'nope' }, science)).status).toBe(404);
    expect((await api.ask('POST', '/api/runs', [], science)).status).toBe(400);
  });
});

describe('tokens', () => {
  test('are shown once, kept as a hash, listed with their last use, and revoked', async () => {
    const wanted = { name: 'ci', person: 'robot', role: 'launcher', groups: ['science'], expiresInSeconds: 3600 };
    const { status, body } = await api.ask('POST', '/api/tokens', wanted, admin);
    expect([status, body.state, body.groups]).toEqual([201, 'active', ['science']]);
    const headers = { authorization: `Bearer ${body.token}` };
    expect((await api.get('/api/session', headers)).body).toMatchObject({ access: 'tokens', person: 'robot' });
    const list = (await api.get('/api/tokens', admin)).body;
    expect(JSON.stringify([list, await api.tokens.list(100)])).not.toContain(String(body.token).slice(-43));
    expect(list.items.find(({ id }: { id: string }) => id === body.id)).toMatchObject({
      lastUsedAt: expect.stringMatching(/Z$/),
      createdBy: 'root',
    });
    expect((await api.ask('DELETE', `/api/tokens/${body.id}`, undefined, admin)).body.state).toBe('revoked');
    expect((await api.get('/api/session', headers)).status).toBe(401);
    expect((await api.ask('DELETE', '/api/tokens/nope', undefined, admin)).status).toBe(404);
  });

  test('that cannot be are refused by field', async () => {
    for (const [change, path] of [
      [{ role: 'king' }, 'role'],
      [{ role: 'admin', groups: ['science'] }, 'groups'],
      [{ groups: [] }, 'groups'],
      [{ groups: ['No Group'] }, 'groups.0'],
      [{ person: '<b>' }, 'person'],
      [{ expiresInSeconds: 1 }, 'expiresInSeconds'],
      [{ secret: 'x' }, 'secret'],
    ] as const) {
      const { body } = await api.ask('POST', '/api/tokens', { name: 'x', person: 'ada', ...change }, admin);
      expect([body.status, body.errors?.[0]?.path]).toEqual([400, path]);
    }
  });
});

describe('a browser', () => {
  const logIn = (headers: Record<string, string>) =>
    api.post('/api/session', { token: headers['authorization']?.replace('Bearer ', '') });
  const cookieOf = (answer: Answer) => answer.headers.get('set-cookie')?.split(';')[0] ?? '';

  test('logs in with a token, shows a cookie that no script reads and no other site sends, and logs out', async () => {
    const answer = await logIn(await shown({ role: 'launcher', person: 'marie' }));
    expect(SessionView.parse(answer.body)).toMatchObject({ person: 'marie', role: 'launcher' });
    expect(answer.headers.get('set-cookie')).toMatch(/; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/);
    const cookie = cookieOf(answer);
    expect((await api.get('/api/session', { cookie: `a=b; ${cookie}` })).body.person).toBe('marie');
    expect((await api.post('/api/runs', { job: 'mine' }, { cookie })).body.owner).toBe('marie');
    const { status, headers } = await api.ask('DELETE', '/api/session', undefined, { cookie });
    expect([status, headers.get('set-cookie')]).toEqual([204, expect.stringContaining('flotilla_session=; ')]);
    expect((await api.get('/api/session', { cookie })).status).toBe(401);
  });

  test('is logged out with its token, and by the page of another site it does nothing', async () => {
    const token = await shown({ role: 'launcher' });
    const cookie = cookieOf(await logIn(token));
    const foreign = { cookie, origin: 'https://evil.example' };
    expect((await api.post('/api/runs', { job: 'mine' }, foreign)).status).toBe(403);
    expect((await ask('POST', '/api/runs', { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    await api.tokens.revoke(token['authorization']?.slice(18, 44) ?? '', 1);
    expect((await api.get('/api/session', { cookie })).body.detail).toContain('revoked');
  });

  test('is not let in with a token that is none', async () => {
    expect((await logIn({ authorization: 'Bearer nonsense' })).body.code).toBe('unauthenticated');
    const { status, headers } = await logIn(await shown({ expiresAt: 5 }));
    expect([status, headers.get('set-cookie')]).toEqual([401, null]);
  });
});

describe('an open stream', () => {
  const events = async (headers: Record<string, string>) =>
    EventReader.open(`${api.url}/api/runs/${await launched('mine')}/events`, undefined, headers);

  test("ends soon after its token has expired or was revoked, and nobody else's does", async () => {
    const revoked = await shown();
    const [first, second, third] = await Promise.all([
      events(revoked),
      events(await shown({ expiresAt: Date.now() + 500 })),
      events(await shown()),
    ]);
    await api.tokens.revoke(revoked['authorization']?.slice(18, 44) ?? '', Date.now());
    const seen = await Promise.all([first.ended(), second.ended()]);
    // It just breaks off: an `end` would say that the run's story is over.
    expect(seen.flat().map(({ event }) => event)).toEqual(['run', 'run']);
    expect(third.isEnded).toBe(false);
    third.leave();
  });

  test('ends when its browser logs out, and outlasts a store that is away', async () => {
    const { headers } = await api.post('/api/session', { token: (await shown())['authorization']?.slice(7) });
    const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
    const stream = await events({ cookie });
    await new Promise<void>((looked) => {
      jest.spyOn(api.sessions, 'get').mockImplementationOnce(() => {
        looked();
        return Promise.reject(new Error('away'));
      });
    });
    expect(stream.isEnded).toBe(false);
    await api.ask('DELETE', '/api/session', undefined, { cookie });
    await stream.ended();
  });
});

describe('the audit trail', () => {
  const deedsOf = async (query: string) => (await api.get(`/api/audit?${query}`, admin)).body.items;

  test('tells who changed what, as it was and as it is, and from where', async () => {
    const change = { engine: { kind: 'simulated' }, limits: { slots: 9 } };
    await api.ask('PUT', '/api/clusters/local', change, { ...admin, 'user-agent': 'flotilla-cli/1' });
    await api.ask('PUT', '/api/clusters/local', { ...change, limits: { slots: 4 } }, admin);
    const [back, there] = await deedsOf('subject=cluster/local&limit=2');
    expect(there).toMatchObject({
      actor: 'root',
      action: 'cluster.change',
      details: { before: { limits: { slots: 4 } }, after: { limits: { slots: 9 } } },
      from: { address: '127.0.0.1', client: 'cli', token: expect.stringMatching(/^01KB/) },
    });
    expect(back.from.client).toBe('api');
  });

  test('holds every deed, and is narrowed by each of its fields', async () => {
    const run = await launched('mine');
    await api.ask('POST', `/api/runs/${run}/priority`, { priority: 1 }, admin);
    await api.ask('POST', `/api/runs/${run}/cancel`, {}, admin);
    await api.ask('PUT', '/api/jobs/mine', { command: 'false', cluster: 'local', group: 'science' }, admin);
    const actions = async (query: string) => (await deedsOf(query)).map(({ action }: { action: string }) => action);
    expect(await actions(`subject=run/${run}`)).toEqual(['run.cancel', 'run.priority', 'run.launch']);
    expect((await deedsOf('subject=job/mine&limit=1'))[0].details).toEqual({
      before: { revision: 1 },
      after: { revision: 2 },
      fields: ['command'],
    });
    expect(new Set(await actions('kind=job'))).toEqual(new Set(['job.create', 'job.revise']));
    expect(await actions('action=job.revise')).toEqual(['job.revise']);
    expect(await actions('actor=nobody')).toEqual([]);
    expect(await actions('until=2001-01-01T00:00:00Z')).toEqual([]);
    expect((await api.get('/api/audit?kind=unicorn', admin)).status).toBe(400);
  });
});

test('without access control everybody is an admin, by the name they give', async () => {
  const open = await ApiWorld.start();
  const { body } = await open.get('/api/session', { 'x-flotilla-user': 'ada' });
  expect(body).toEqual({ access: 'open', person: 'ada', role: 'admin' } satisfies SessionView);
  await open.stop();
});

describe('what needs no login', () => {
  const routes = [
    ['GET', '/'],
    ['GET', '/api/docs'],
    ['GET', '/api/openapi.json'],
    ['GET', '/api/health/live'],
    ['DELETE', '/api/session'],
  ] as const;

  test('asks the store for nobody, so that the page and the probes answer while it is away', async () => {
    const headers = await shown();
    const whileThere = [];
    for (const [method, path] of routes) whileThere.push((await api.ask(method, path, undefined, headers)).status);
    api.isStoreAway = true;
    const whileAway = [];
    for (const [method, path] of routes) whileAway.push((await api.ask(method, path, undefined, headers)).status);
    expect(whileAway).toEqual(whileThere);
    const { status, body } = await api.get('/api/health/ready', headers);
    expect([status, ReadyView.parse(body).ok]).toEqual([503, false]);
  });

  test('is answered to those with a name that is none', async () => {
    const open = await ApiWorld.start();
    const headers = { 'x-flotilla-user': '<b>' };
    for (const path of ['/api/health/live', '/api/health/ready', '/api/openapi.json'])
      expect([path, (await open.get(path, headers)).status]).toEqual([path, 200]);
    expect((await open.get('/api/runs', headers)).status).toBe(400);
    await open.stop();
  });
});

test('probes are answered without a token, and told no names', async () => {
  const { status, body } = await api.get('/api/health/ready');
  expect([status, body.clusters]).toEqual([200, []]);
  expect((await api.get('/api/health/ready', await shown())).body.clusters).toHaveLength(1);
});
