import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:net';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchFile, knock } from './fetch-file.js';

describe('a network that does not answer', () => {
  let silent: Server;
  let url = '';
  const never = new AbortController().signal;

  beforeAll(async () => {
    silent = createServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    url = `https://127.0.0.1:${address.port}/file`;
  });

  afterAll(() => {
    silent.close();
  });

  test('is given up after three seconds, and leaves no file', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'flotilla-fetch-')), 'file');
    const began = Date.now();
    await expect(fetchFile(url, path, 'any', never)).rejects.toThrow('no answer from 127.0.0.1');
    expect(Date.now() - began).toBeLessThan(8000);
    expect(existsSync(path)).toBe(false);
  });

  test('is given up at once when we are told to stop', async () => {
    const stop = new AbortController();
    const knocking = knock(url, stop.signal);
    stop.abort();
    await expect(knocking).rejects.toThrow();
  });
});
