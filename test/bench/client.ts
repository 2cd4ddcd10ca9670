import { Agent, request } from 'node:http';

/**
 * Calls the API as cheaply as Node can: this program shares the machine with what it measures, and `fetch` would take as
 * much of it as the API does.
 */
export class BenchClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 256 });

  constructor(private readonly url: string) {}

  /** Answers the body's text; throws unless the status is a success. */
  call(method: string, path: string, body?: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const headers =
        body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
      const call = request(`${this.url}/api${path}`, { agent: this.#agent, method, headers }, (answer) => {
        const pieces: Buffer[] = [];
        answer.on('data', (piece: Buffer) => pieces.push(piece));
        answer.once('error', reject);
        answer.once('end', () => {
          const text = Buffer.concat(pieces).toString();
          const { statusCode = 0 } = answer;
          if (statusCode < 300) resolve(text);
          else reject(new Error(`${method} ${path}: ${String(statusCode)} ${text}`));
        });
      });
      call.once('error', reject);
      call.end(body);
    });
  }

  /** Launches the smallest run there can be; answers its id. */
  async launch(cluster: string, command: string | string[] = ['true']): Promise<string> {
    const run = { spec: { command, resources: { cpu: 0.01, memoryMiB: 4 } }, cluster };
    const answer = await this.call('POST', '/runs', JSON.stringify(run));
    return (JSON.parse(answer) as { id: string }).id; // the contract; the journey tests hold the API to it
  }

  close(): void {
    this.#agent.destroy();
  }
}
