import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

const SWEEP_MS = 100;
const ASK_MS = 1000;
// Below the ten seconds after which the process ends anyhow (api.main.ts, and whoever has started it).
const GRACE_MS = 8000;

/**
 * Lets a server that stops give the answers under way, and waits for nobody else: Node closes what is idle only once, and
 * a connection on which nothing was asked yet (browsers open some ahead) counts as busy for a minute.
 */
export function finishConnections(fastify: FastifyInstance): void {
  const { server } = fastify;
  const silent = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', ({ socket }) => silent.delete(socket));
  fastify.addHook('preClose', (done) => {
    const began = Date.now();
    const sweep = setInterval(() => {
      const waited = Date.now() - began;
      server.closeIdleConnections();
      if (waited >= ASK_MS) for (const socket of silent) socket.destroy();
      if (waited >= GRACE_MS) server.closeAllConnections();
    }, SWEEP_MS);
    server.once('close', () => {
      clearInterval(sweep);
    });
    done();
  });
}
