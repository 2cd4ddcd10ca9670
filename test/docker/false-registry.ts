import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A registry on this machine that refuses every image in the way that the first part of its name says. */
export async function falseRegistry(): Promise<{ address: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const [status, code] = path.startsWith('/v2/denied/')
      ? [403, 'DENIED']
      : path.startsWith('/v2/broken/')
        ? [503, 'UNAVAILABLE']
        : path === '/v2/'
          ? [200, '']
          : [404, 'MANIFEST_UNKNOWN'];
    response.writeHead(status, {
      'content-type': 'application/json',
      'docker-distribution-api-version': 'registry/2.0',
    });
    const message = code.toLowerCase().replace('_', ' ');
    response.end(status === 200 ? '{}' : JSON.stringify({ errors: [{ code, message }] }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // listens on a port
  return {
    address: `127.0.0.1:${port}`,
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
