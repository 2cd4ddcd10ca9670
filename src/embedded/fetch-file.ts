import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { pipeline } from 'node:stream/promises';

const CONNECT_MS = 3000;
const STALL_MS = 15_000;

/** Asks for the head of a page; throws when nobody answers within three seconds. Any answer counts. */
export async function knock(url: string, signal: AbortSignal): Promise<void> {
  (await open(url, signal)).destroy();
}

/** Downloads into a file and compares its SHA-256; on any failure throws and leaves no file. A silent network is given up after three seconds. */
export async function fetchFile(url: string, path: string, sha256: string, signal: AbortSignal): Promise<void> {
  try {
    const response = await follow(url, signal);
    response.setTimeout(STALL_MS, () => response.destroy(new Error(`nothing came for ${STALL_MS / 1000} s`)));
    const hash = createHash('sha256');
    response.on('data', (chunk: Buffer) => hash.update(chunk));
    await pipeline(response, createWriteStream(path), { signal });
    if (hash.digest('hex') !== sha256) throw new Error('the file is not the one we know (its checksum differs)');
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

async function follow(url: string, signal: AbortSignal, hops = 5): Promise<IncomingMessage> {
  const response = await open(url, signal);
  const { statusCode = 0, headers } = response;
  if (statusCode === 200) return response;
  response.destroy();
  if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined && hops > 0)
    return follow(new URL(headers.location, url).href, signal, hops - 1);
  throw new Error(`status ${statusCode} from ${new URL(url).host}`);
}

function open(url: string, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = get(url, { signal, headers: { 'user-agent': 'flotilla' } }, (response) => {
      clearTimeout(timer);
      // Our side of a broken connection is told by whoever reads the response.
      response.on('error', () => undefined);
      resolve(response);
    });
    // One limit over name lookup, connection and TLS together: each of them can hang on its own.
    const timer = setTimeout(
      () => request.destroy(new Error(`no answer from ${new URL(url).host} within 3 s`)),
      CONNECT_MS,
    );
    request.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}
