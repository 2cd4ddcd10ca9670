import { connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** A line to a server that can be cut and mended: what goes over it is passed on as it is. */
export class CuttableLine {
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  private constructor(
    private readonly server: Server,
    /** Where to connect instead of the server itself. */
    readonly port: number,
  ) {}

  /** With `tls` the line itself is encrypted up to the server's door, as by a load balancer or a sidecar. */
  static async to(host: string, port: number, tls?: TlsOptions): Promise<CuttableLine> {
    // gRPC speaks HTTP/2, and over TLS both sides must have agreed on it.
    const server = tls === undefined ? createServer() : createTlsServer({ ALPNProtocols: ['h2'], ...tls });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the line has no port');
    const line = new CuttableLine(server, address.port);
    server.on(tls === undefined ? 'connection' : 'secureConnection', (near: Socket) => {
      if (line.#isCut) near.destroy();
      else line.#join(near, connect(port, host));
    });
    return line;
  }

  /** Breaks all connections, and every new one at once. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #join(near: Socket, far: Socket): void {
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
  }
}
