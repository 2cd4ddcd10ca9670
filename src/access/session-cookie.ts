import type { IncomingHttpHeaders } from 'node:http';

const NAME = 'flotilla_session';

/** The session that a browser shows. */
export function sessionIn({ cookie }: IncomingHttpHeaders): string | undefined {
  const found = cookie?.split(';').find((part) => part.trim().startsWith(`${NAME}=`));
  const value = found?.slice(found.indexOf('=') + 1).trim();
  return value === '' ? undefined : value;
}

/**
 * The header that gives a browser its session, or takes it away with ''. No script reads it (HttpOnly), and no other
 * site's page can have it sent (SameSite=Strict; the page itself needs no cookie to be opened by a link).
 */
export function sessionCookie(session: string, maxAgeSeconds: number, url: string | undefined): string {
  const secure = url?.startsWith('https:') === true ? '; Secure' : '';
  return `${NAME}=${session}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${secure}`;
}
