import { createServer } from 'node:net';
import type { Say } from './say.js';

const LOCAL = '127.0.0.1';

/** Answers with the usual port of something when it is free, and else with any free one, and says so. */
export async function usualPort(what: string, usual: number, say: Say, host = LOCAL): Promise<number> {
  const port = await freePort(usual, host);
  if (usual !== 0 && port !== usual) say(`Port ${usual} is taken: ${what} moves to ${port}`);
  return port;
}

/** Answers with the wished port when it is free, and else with any free one. */
export async function freePort(wished?: number, host = LOCAL): Promise<number> {
  return (wished !== undefined && (await tryPort(wished, host))) || (await tryPort(0, host)) || refuse(host);
}

function tryPort(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}

function refuse(host: string): never {
  throw new Error(`No port can be opened on ${host}.`);
}
