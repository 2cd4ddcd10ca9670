import type { IncomingHttpHeaders } from 'node:http';
import { hostname } from 'node:os';
import type { Config } from '../config/config.js';
import { Refusal } from './refusal.js';

const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]', '::1'];

/** What the guard looks at. */
export interface Asked {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Keeps the scripts of other websites away from a server that trusts whoever reaches it. A browser tells the truth in
 * Host, Origin and Sec-Fetch-Site: a foreign name in Host is a name that was bound to our address to get around the
 * same-origin rule (DNS rebinding), a foreign Origin is another site's page. Programs send none of them, or our own.
 */
export function loopbackGuard(config: Pick<Config, 'host' | 'url'>): (asked: Asked) => Refusal | undefined {
  const isOurs = hostRule(config);
  return ({ method, headers }) => {
    const host = headers.host ?? '';
    if (!isOurs(nameOf(host)))
      return new Refusal(
        'forbidden',
        `This server does not answer to the name ${JSON.stringify(nameOf(host))}. Use its own address, or set FLOTILLA_URL to the address that people use.`,
      );
    if (!CHANGING.has(method)) return undefined;
    const { origin } = headers;
    if (headers['sec-fetch-site'] === 'cross-site' || (origin !== undefined && !isSameHost(origin, host)))
      return new Refusal('forbidden', 'A page of another website may not change anything here.');
    return undefined;
  };
}

function hostRule({ host, url }: Pick<Config, 'host' | 'url'>): (name: string) => boolean {
  const known = new Set(
    [...LOOPBACK, host, hostname(), ...(url === undefined ? [] : [nameOf(new URL(url).host)])].map((name) =>
      name.toLowerCase(),
    ),
  );
  const listensToAll = host === '0.0.0.0' || host === '::';
  return (name) => {
    if (known.has(name)) return true;
    // Rebinding needs a name in the public DNS: a bare address or a name without a dot (a container's) has no such thing.
    return listensToAll && (/^[\d.]+$|^\[/.test(name) || (name !== '' && !name.includes('.')));
  };
}

/** The name in a Host header, without its port. */
function nameOf(host: string): string {
  return host.replace(/:\d*$/, '').toLowerCase();
}

function isSameHost(origin: string, host: string): boolean {
  try {
    return new URL(origin).host.toLowerCase() === host.toLowerCase();
  } catch {
    return false; // "null", from a sandboxed frame or a local file
  }
}
