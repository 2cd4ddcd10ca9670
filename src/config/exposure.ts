import type { Config } from './config.js';

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;

/** Whether only this machine reaches what listens there. */
export const isLoopback = (host: string): boolean => loopback.test(host);

/** Why this server may not listen where it is told to; undefined when it may. */
export function exposureRefusal({ host, access }: Pick<Config, 'host' | 'access'>): string | undefined {
  if (access === 'tokens' || isLoopback(host)) return undefined;
  return (
    `FLOTILLA_HOST is ${host}, which others reach, and FLOTILLA_ACCESS is open: anybody could run anything here. ` +
    'Set FLOTILLA_ACCESS=tokens (a first admin token is printed at the start), or leave FLOTILLA_HOST at 127.0.0.1.'
  );
}
