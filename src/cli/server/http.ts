import { setTimeout as pause } from 'node:timers/promises';
import { CommandError, Refused, type ProblemAnswer } from '../command-error.js';
import { exitCodes } from '../exit-codes.js';
import type { Server } from './find-server.js';
import { NoAnswer } from './no-answer.js';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Request {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Query;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** A status beside 2xx whose body is an answer and not a refusal. */
  readonly alsoFine?: number;
  /** Only for requests that may be repeated: how often it is sent again when the server does not answer. */
  readonly repeats?: number;
}

/** Talks HTTP with one server. Answers are JSON; refusals are thrown as `Refused`, silence as a `CommandError`. */
export class Http {
  constructor(
    readonly server: Server,
    private readonly identity: { readonly token?: string | undefined; readonly user: string },
  ) {}

  /** The answer's body, undefined when there is none. */
  async ask(request: Request): Promise<unknown> {
    const text = await this.persistently(request, async () => {
      const response = await this.send(request);
      try {
        return await response.text();
      } catch (error) {
        throw new NoAnswer(this.server, error); // it broke off in the middle
      }
    });
    if (text === '') return undefined;
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      const what = `What answers at ${this.server.url} is not Flotilla: it did not answer with JSON.`;
      throw new CommandError(what, exitCodes.noConnection, { cause: error });
    }
  }

  /** The answer with its body still to be read; for streams. */
  open(request: Request): Promise<Response> {
    return this.persistently(request, () => this.send(request));
  }

  private async persistently<Answer>(request: Request, attempt: () => Promise<Answer>): Promise<Answer> {
    for (let left = request.repeats ?? 0; ; left -= 1) {
      try {
        return await attempt();
      } catch (error) {
        if (left <= 0 || !isPassing(error)) throw error;
        await pause(error instanceof Refused ? Math.min(error.retryAfterSeconds ?? 1, 5) * 1000 : 300);
      }
    }
  }

  private async send(request: Request): Promise<Response> {
    const method = request.method ?? 'GET';
    const url = `${this.server.url}/api${request.path}${queryText(request.query)}`;
    let response: Response;
    try {
      response = await fetch(url, {
        method,
        headers: {
          accept: 'application/json',
          'user-agent': 'flotilla-cli',
          ...this.identityHeaders(),
          ...bodyHeaders(request),
          ...request.headers,
        },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        ...(request.signal === undefined ? {} : { signal: request.signal }),
      });
    } catch (error) {
      if (request.signal?.aborted === true) throw error;
      throw new NoAnswer(this.server, error);
    }
    if (!response.ok && response.status !== request.alsoFine)
      throw await refusal(response, `${method} /api${request.path}`);
    return response;
  }

  private identityHeaders(): Record<string, string> {
    const { token, user } = this.identity;
    return {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(/^[\w.@+-]{1,100}$/.test(user) ? { 'x-flotilla-user': user } : {}),
    };
  }
}

/** True for what may be over in a moment: no answer, or a server that says so itself. */
export const isPassing = (error: unknown): boolean =>
  error instanceof NoAnswer || (error instanceof Refused && [429, 502, 503, 504].includes(error.problem.status));

function bodyHeaders(request: Request): Record<string, string> {
  return request.body === undefined ? {} : { 'content-type': 'application/json' };
}

function queryText(query: Query = {}): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, String(value));
  return given.size === 0 ? '' : `?${given.toString()}`;
}

async function refusal(response: Response, request: string): Promise<Refused> {
  const retryAfter = Number(response.headers.get('retry-after') ?? NaN);
  return new Refused(
    problemIn(await response.text(), response),
    request,
    Number.isFinite(retryAfter) ? retryAfter : undefined,
  );
}

function problemIn(text: string, { status, statusText }: Response): ProblemAnswer {
  try {
    const problem: unknown = JSON.parse(text);
    if (typeof problem === 'object' && problem !== null && 'detail' in problem && 'code' in problem) {
      return { ...(problem as ProblemAnswer), status }; // the API's own shape, by its two marks
    }
  } catch {
    // something else than Flotilla answered, for example a proxy with a page of its own
  }
  const detail = `The answer was ${String(status)} ${statusText}, and not from Flotilla.`;
  return { status, title: statusText, detail, code: 'internal' };
}
