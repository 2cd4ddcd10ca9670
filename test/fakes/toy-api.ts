import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ToyRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

/** Answers with a body (200), or writes the answer itself and returns undefined. */
export type ToyRoute = (request: ToyRequest, response: ServerResponse) => unknown;

/** An HTTP server that answers what a test tells it to; it knows nothing of Flotilla but the shape of its addresses. */
export class ToyApi {
  readonly requests: ToyRequest[] = [];
  private address = '';
  private readonly routes = new Map<string, ToyRoute>();
  private readonly server = createServer((request, response) => {
    void this.answer(request, response);
  });

  static async start(): Promise<ToyApi> {
    const api = new ToyApi();
    await new Promise<void>((done) => api.server.listen(0, '127.0.0.1', done));
    api.address = `http://127.0.0.1:${String((api.server.address() as AddressInfo).port)}`; // it listens on a port
    return api;
  }

  /** Stays the same after the stop, when nobody answers there any more. */
  get url(): string {
    return this.address;
  }

  /** `on('GET /runs/X', …)`; the path is without `/api`. */
  on(route: string, answer: ToyRoute): this {
    this.routes.set(route, answer);
    return this;
  }

  asked(route: string): ToyRequest[] {
    return this.requests.filter(({ method, path }) => `${method} ${path}` === route);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private async answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', 'http://toy');
    const body = await text(incoming);
    const request: ToyRequest = {
      method: incoming.method ?? 'GET',
      path: url.pathname.replace(/^\/api/, ''),
      query: Object.fromEntries(url.searchParams),
      headers: incoming.headers,
      body: body === '' ? undefined : (JSON.parse(body) as unknown),
    };
    this.requests.push(request);
    const route = this.routes.get(`${request.method} ${request.path}`);
    if (route === undefined) {
      refuse(response, { status: 404, code: 'not-found', detail: `There is no ${request.path}.` });
      return;
    }
    const answer = await route(request, response);
    if (answer !== undefined && !response.headersSent) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    }
  }
}

/** Answers with problem+json. */
export function refuse(
  response: ServerResponse,
  problem: { status: number; code: string; detail: string; errors?: { path: string; message: string }[] },
  headers: Record<string, string> = {},
): void {
  const body = { type: `urn:flotilla:${problem.code}`, title: 'Refused', ...problem };
  response
    .writeHead(problem.status, { 'content-type': 'application/problem+json', ...headers })
    .end(JSON.stringify(body));
}

/** One server-sent event as it travels. */
export const sse = (event: string, data: unknown, id?: string): string =>
  `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;

export function openStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(': hello\n\n');
}
