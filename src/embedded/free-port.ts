import { createServer } from 'node:net';

/** Answers with the wished port when it is free, and else with any free one. */
export async function freePort(wished?: number, host = '127.0.0.1'): Promise<number> {
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
