import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../../config/config.js';
import { CommandError } from '../command-error.js';
import { exitCodes } from '../exit-codes.js';

/** The Flotilla that commands talk to, and where its address comes from. */
export interface Server {
  /** Without `/api`, without a slash at the end. */
  readonly url: string;
  /** In words: "FLOTILLA_URL", "--url", a file, or "the usual address". */
  readonly source: string;
  /** The endpoints file it was found by; a start that was killed leaves it behind. */
  readonly file?: string;
}

const usualAddress = 'http://127.0.0.1:7070';

/** Finds the server: by --url, FLOTILLA_URL, the nearest running `npm start`, or at the usual address. */
export async function findServer(
  given: string | undefined,
  config: Pick<Config, 'url' | 'dataDir'>,
  folder: string,
): Promise<Server> {
  if (given !== undefined) return { url: checked(given), source: '--url' };
  if (config.url !== undefined) return { url: checked(config.url), source: 'FLOTILLA_URL' };
  for (const file of endpointFiles(folder, config.dataDir)) {
    const url = await addressIn(file);
    if (url !== undefined) return { url, source: file, file };
  }
  return { url: usualAddress, source: 'the usual address' };
}

function* endpointFiles(folder: string, dataDir: string): Generator<string> {
  for (let at = folder; ; at = dirname(at)) {
    yield join(at, '.flotilla', 'endpoints.json');
    if (dirname(at) === at) break;
  }
  yield join(dataDir, 'endpoints.json');
}

async function addressIn(file: string): Promise<string | undefined> {
  try {
    const endpoints: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof endpoints !== 'object' || endpoints === null) return undefined;
    const { api, page } = endpoints as { api?: unknown; page?: unknown }; // checked one by one below
    const address = [page, api].find((value) => typeof value === 'string' && URL.canParse(value));
    return typeof address === 'string' ? checked(address) : undefined;
  } catch {
    return undefined; // not there, or just being written: look on
  }
}

function checked(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new CommandError(`"${address}" is no address of a Flotilla; write it like ${usualAddress}`, exitCodes.usage);
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/api$/, '');
}
