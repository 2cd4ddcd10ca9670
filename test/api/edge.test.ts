import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Problem } from '../../domain/contract/problem.js';
import { ApiWorld } from './world.js';

let api: ApiWorld;
beforeAll(async () => {
  api = await ApiWorld.start();
  await api.furnish();
});
afterAll(() => api.stop());

/** Sends what fetch would not let us send: any Host, any Origin, any bytes. */
function raw(
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
): Promise<{ status: number; body: string }> {
  return new Promise((done, fail) => {
    const asked = request(`${api.url}${path}`, { method, headers }, (response) => {
      let text = '';
      response.on('data', (piece: Buffer) => (text += piece.toString()));
      response.on('end', () => done({ status: response.statusCode ?? 0, body: text }));
    });
    asked.on('error', fail);
    asked.end(body);
  });
}

const codeOf = ({ body }: { body: string }) => Problem.parse(JSON.parse(body)).code;
const json = { 'content-type': 'application/json' };

describe('what never reaches a route', () => {
  test('a name that was bound to our address by another website is refused', async () => {
    const answer = await raw('GET', '/api/runs', { host: 'evil.example:7070' });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'forbidden']);
    expect((await raw('GET', '/api/runs', { host: 'localhost:1' })).status).toBe(200);
    expect((await raw('GET', '/api/runs', { host: '[::1]:7070' })).status).toBe(200);
  });

  test('a page of another website cannot change anything', async () => {
    const body = '{"job":"hello"}';
    const foreign = { ...json, origin: 'https://evil.example' };
    expect((await raw('POST', '/api/runs', foreign, body)).status).toBe(403);
    expect((await raw('POST', '/api/runs', { ...json, origin: 'null' }, body)).status).toBe(403);
    expect((await raw('POST', '/api/runs', { ...json, 'sec-fetch-site': 'cross-site' }, body)).status).toBe(403);
    expect((await raw('DELETE', '/api/jobs/hello', { origin: 'https://evil.example' })).status).toBe(403);
    expect((await raw('POST', '/api/runs', { ...json, origin: api.url }, body)).status).toBe(201);
  });

  test('a body that is not JSON is malformed: forms and plain text need no leave from a browser', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const answer = await raw('POST', '/api/runs', { 'content-type': type }, '{"job":"hello"}');
      expect([answer.status, codeOf(answer)]).toEqual([400, 'malformed']);
    }
    const noType = await raw('POST', '/api/runs', {}, '{"job":"hello"}');
    expect([noType.status, codeOf(noType)]).toEqual([400, 'malformed']);
  });

  test('broken JSON, an empty body and a body that is too large are told apart', async () => {
    const broken = await raw('POST', '/api/runs', json, '{"job":');
    expect([broken.status, codeOf(broken)]).toEqual([400, 'malformed']);
    const empty = await raw('POST', '/api/runs', json);
    expect([empty.status, codeOf(empty)]).toEqual([400, 'malformed']);
    const large = await raw('POST', '/api/runs', json, JSON.stringify({ job: 'x'.repeat(1_100_000) }));
    expect([large.status, codeOf(large)]).toEqual([413, 'too-large']);
  });

  test('keys that would change prototypes do no harm', async () => {
    const answer = await raw('POST', '/api/runs', json, '{"job":"hello","__proto__":{"x":1}}');
    expect(answer.status).toBe(400);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  test('an address that does not exist is a problem as well', async () => {
    const answer = await raw('GET', '/api/nothing', {});
    expect([answer.status, codeOf(answer)]).toEqual([404, 'not-found']);
    const wrongMethod = await raw('PUT', '/api/runs', json, '{}');
    expect([wrongMethod.status, codeOf(wrongMethod)]).toEqual([404, 'not-found']);
    expect((await raw('GET', '/api/%E0%A4%A', {})).status).toBe(400);
  });

  test('every answer carries its request id and the security headers', async () => {
    const { headers } = await api.get('/api/version');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
  });
});

describe('when something is away', () => {
  test('without the store everything that needs it is a 503 that says when to come back', async () => {
    api.isStoreAway = true;
    try {
      for (const [method, path, body] of [
        ['GET', '/api/runs', undefined],
        ['POST', '/api/runs', { job: 'hello' }],
        ['GET', '/api/clusters', undefined],
      ] as const) {
        const answer = await api.ask(method, path, body);
        expect([answer.status, answer.body.code, answer.headers.get('retry-after')]).toEqual([
          503,
          'store-unavailable',
          '2',
        ]);
      }
      expect((await api.get('/api/health/live')).status).toBe(200);
    } finally {
      api.isStoreAway = false;
    }
  });

  test('an error that nobody foresaw tells nothing of our insides', async () => {
    const list = api.clusters.list.bind(api.clusters);
    api.clusters.list = () => Promise.reject(new Error('password=hunter2 at /secret/path.ts'));
    const answer = await api.get('/api/clusters');
    api.clusters.list = list;
    expect([answer.status, answer.body.code]).toEqual([500, 'internal']);
    expect(JSON.stringify(answer.body)).not.toMatch(/hunter2|secret/);
  });
});

describe('the rest of the server', () => {
  test('any address of the page gets the page, whatever its router makes of it', async () => {
    for (const path of ['/', '/runs', '/jobs/hello/edit']) {
      const { status, headers } = await api.get(path);
      expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    }
    expect((await api.get('/nothing.js')).status).toBe(404);
  });

  test('the documentation is served, and describes every route', async () => {
    const page = await api.get('/api/docs');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    const { body } = await api.get('/api/openapi.json');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/api/runs', '/api/runs/{id}/logs/stream', '/api/jobs/{name}']),
    );
    expect(body.paths['/api/runs'].post.requestBody.content['application/json'].schema).toEqual({
      $ref: '#/components/schemas/RunRequest',
    });
  });
});

test('a server that stops gives the answers that are under way, and then holds no connection', async () => {
  const other = await ApiWorld.start();
  const list = other.clusters.list.bind(other.clusters);
  let release: () => void = () => undefined;
  const asked = new Promise<void>((isAsked) => {
    other.clusters.list = async () => {
      isAsked();
      await new Promise<void>((done) => (release = done));
      return list();
    };
  });
  const answer = other.get('/api/clusters');
  await asked;
  const stopped = other.stop();
  release();
  expect((await answer).status).toBe(200);
  await stopped;
});

// As a browser does, which connects ahead of a click.
test('a server that stops does not wait for a connection on which nothing was asked', async () => {
  const other = await ApiWorld.start();
  const { hostname, port } = new URL(other.url);
  const silent = connect(Number(port), hostname);
  await once(silent, 'connect');
  await other.get('/api/health/live'); // so that the server has seen both
  silent.on('error', () => undefined); // a reset is an end as well
  await Promise.all([once(silent, 'close'), other.stop()]);
  expect(silent.destroyed).toBe(true);
}, 20_000);
