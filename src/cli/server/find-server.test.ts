import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findServer } from './find-server.js';

describe('finding the server', () => {
  let top: string;
  let below: string;
  const nowhere = { url: undefined, dataDir: '/nowhere' };
  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), 'flotilla-find-'));
    below = join(top, 'a/b');
    mkdirSync(below, { recursive: true });
  });
  afterEach(() => {
    rmSync(top, { recursive: true });
  });

  function endpoints(folder: string, content: unknown): string {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'endpoints.json');
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  }

  test('an address that was given comes first, then FLOTILLA_URL', async () => {
    endpoints(join(top, '.flotilla'), { page: 'http://127.0.0.1:1' });
    const config = { ...nowhere, url: 'https://f.example.com/api/' };
    expect(await findServer('http://x:1/', config, below)).toMatchObject({ url: 'http://x:1', source: '--url' });
    expect(await findServer(undefined, config, below)).toMatchObject({ url: 'https://f.example.com' });
  });

  test('a running start is found from any folder below it', async () => {
    const file = endpoints(join(top, '.flotilla'), { page: 'http://127.0.0.1:7071', api: 'http://127.0.0.1:7071/api' });
    expect(await findServer(undefined, nowhere, below)).toEqual({ url: 'http://127.0.0.1:7071', source: file, file });
  });

  test('a start with a data folder of its own is found through FLOTILLA_DATA_DIR', async () => {
    endpoints(join(top, 'data'), { api: 'http://127.0.0.1:7072/api' });
    const found = await findServer(undefined, { url: undefined, dataDir: join(top, 'data') }, below);
    expect(found.url).toBe('http://127.0.0.1:7072');
  });

  test('a file that cannot be read is passed over, and in the end it tries the usual address', async () => {
    endpoints(join(below, '.flotilla'), '{"page":');
    expect(await findServer(undefined, nowhere, below)).toEqual({
      url: 'http://127.0.0.1:7070',
      source: 'the usual address',
    });
  });

  test('what is no address is refused', async () => {
    await expect(findServer('localhost:7070', nowhere, below)).rejects.toThrow('is no address of a Flotilla');
  });
});
