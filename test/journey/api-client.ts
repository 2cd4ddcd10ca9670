import { randomUUID } from 'node:crypto';
import { ClusterView, type ClusterInput } from '../../domain/contract/clusters.js';
import { LogPage, type LogLineView } from '../../domain/contract/logs.js';
import { RunPage, RunView, type RunRequestInput } from '../../domain/contract/runs.js';
import { isFinal } from '../../domain/run-state.js';
import { until } from './until.js';

const PATIENCE_MILLISECONDS = 150_000;

/** The API as a test speaks to it: what comes back is parsed by the same contract that the page uses. */
export class ApiClient {
  constructor(readonly url: string) {}

  async raw(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.url}/api${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Throws with the problem's words when the answer is not a success. */
  async json(method: string, path: string, body?: unknown): Promise<unknown> {
    const isRepeatable = method === 'GET' || method === 'PUT';
    const answer = await (isRepeatable ? this.patiently(method, path, body) : this.raw(method, path, body));
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  }

  /** Asks what may be asked again as a good client does: it comes back where it is told to, and where nobody was to be had. */
  private async patiently(method: string, path: string, body?: unknown): Promise<Response> {
    const giveUpAt = Date.now() + PATIENCE_MILLISECONDS;
    for (;;) {
      const answer = await this.raw(method, path, body).catch((error: unknown) => {
        if (Date.now() > giveUpAt) throw error;
        return undefined;
      });
      const after = answer === undefined ? 1 : Number(answer.headers.get('retry-after'));
      if (answer !== undefined && (answer.status !== 503 || after === 0 || Date.now() > giveUpAt)) return answer;
      await new Promise((resolve) => setTimeout(resolve, after * 1000));
    }
  }

  async cluster(name: string, input: Partial<ClusterInput>): Promise<ClusterView> {
    const body = { engine: { kind: 'process' }, limits: { slots: 10 }, ...input };
    return ClusterView.parse(await this.json('PUT', `/clusters/${name}`, body));
  }

  async launch(request: RunRequestInput): Promise<RunView> {
    return RunView.parse(await this.json('POST', '/runs', request));
  }

  /** Launches once, however often it has to be asked: where the API or its store is away, it asks again under the same key. */
  async launchSurely(request: RunRequestInput): Promise<RunView> {
    const headers = { 'idempotency-key': randomUUID() };
    const answer = await until(
      'the run is accepted',
      () => this.raw('POST', '/runs', request, headers).catch(() => undefined),
      (given) => given !== undefined && given.status !== 503,
    );
    const text = (await answer?.text()) ?? '';
    if (answer?.ok !== true) throw new Error(`POST /runs: ${String(answer?.status)} ${text}`);
    return RunView.parse(JSON.parse(text));
  }

  /** Launches a command without a saved job, with the smallest resources. */
  async launchCommand(
    cluster: string,
    command: string | string[],
    more: Record<string, unknown> = {},
  ): Promise<RunView> {
    return this.launch({ spec: { command, resources: { cpu: 0.01, memoryMiB: 4 }, ...more }, cluster });
  }

  async run(id: string): Promise<RunView> {
    return RunView.parse(await this.json('GET', `/runs/${id}`));
  }

  /** All runs that the filter (a query string) finds, over all pages. */
  async runs(filter = ''): Promise<RunView[]> {
    const all: RunView[] = [];
    let cursor = '';
    for (;;) {
      const page = RunPage.parse(await this.json('GET', `/runs?limit=500&${filter}${cursor}`));
      all.push(...page.items);
      if (page.next === undefined) return all;
      cursor = `&cursor=${encodeURIComponent(page.next)}`;
    }
  }

  async ended(id: string, milliseconds = 150_000): Promise<RunView> {
    return until(
      `run ${id} has ended`,
      () => this.run(id),
      (run) => isFinal(run.state),
      milliseconds,
    );
  }

  async reaches(id: string, state: RunView['state'], milliseconds = 150_000): Promise<RunView> {
    return until(
      `run ${id} is ${state}`,
      () => this.run(id),
      (run) => run.state === state,
      milliseconds,
    );
  }

  /** The whole log of an attempt, by windows; waits until it is complete. */
  async log(id: string, attempt = 1): Promise<LogLineView[]> {
    const read = async (from: number) =>
      LogPage.parse(await this.json('GET', `/runs/${id}/logs?attempt=${attempt}&from=${from}&limit=5000`));
    await until(
      `the log of ${id} is complete`,
      () => read(1),
      (page) => page.head.complete,
    );
    const lines: LogLineView[] = [];
    for (let from: number | undefined = 1; from !== undefined;) {
      const page: LogPage = await read(from);
      lines.push(...page.lines);
      from = page.next;
    }
    return lines;
  }
}
