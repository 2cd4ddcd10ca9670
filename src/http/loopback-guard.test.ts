import { describe, expect, test } from '@jest/globals';
import { type Asked, loopbackGuard } from './loopback-guard.js';

const local = loopbackGuard({ host: '127.0.0.1', url: 'http://127.0.0.1:7070' });
const open = loopbackGuard({ host: '0.0.0.0', url: 'https://flotilla.example.org' });
const get = (host: string): Asked => ({ method: 'GET', headers: { host } });
const post = (headers: Asked['headers']): Asked => ({
  method: 'POST',
  headers: { host: 'localhost:7070', ...headers },
});

describe('which requests are let in', () => {
  test('on loopback: our own names with any port, and no others', () => {
    for (const host of ['127.0.0.1:7070', 'localhost', 'LOCALHOST:1', '[::1]:7070'])
      expect(local(get(host))).toBeUndefined();
    for (const host of ['evil.example', '127.0.0.1.evil.example:7070', 'localhost.', '169.254.1.1', ''])
      expect(local(get(host))?.code).toBe('forbidden');
  });

  test('listening to all: bare addresses, names without a dot, and the configured name, for no other can be bound to us', () => {
    for (const host of ['10.0.0.7:7070', '[fd00::1]:7070', 'api:7070', 'flotilla.example.org'])
      expect(open(get(host))).toBeUndefined();
    expect(open(get('evil.example'))?.code).toBe('forbidden');
  });

  test('a change may come from a program or from our own page, but from no other page', () => {
    expect(local(post({}))).toBeUndefined();
    expect(local(post({ origin: 'http://localhost:7070', 'sec-fetch-site': 'same-origin' }))).toBeUndefined();
    for (const headers of [
      { origin: 'http://localhost:8080' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ])
      expect(local(post(headers))?.code).toBe('forbidden');
  });
});
