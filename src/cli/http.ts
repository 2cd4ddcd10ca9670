import { setTimeout as pause } from 'node:timers/promises';
import { CommandError, Refused, type ProblemAnswer } from './command-error.js';
import { exitCodes } from './exit-codes.js';
import type { Server } from './find-server.js';

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
    const response = await this.open(request);
    const text = await response.text();
    if (text === '') return undefined;
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      const what = `What answers at ${this.server.url} is not Flotilla: it did not answer with JSON.`;
      throw new CommandError(what, exitCodes.noConnection, { cause: error });
    }
  }

  /** The answer with its body still to be read; for streams. */
  async open(request: Request): Promise<Response> {
    for (let left = request.repeats ?? 0; ; left -= 1) {
      try {
        return await this.send(request);
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
        headers: { accept: 'application/json', ...this.identityHeaders(), ...bodyHeaders(request), ...request.headers },
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

/** Nothing answers at the server's address. */
export class NoAnswer extends CommandError {
  constructor(server: Server, cause: unknown) {
    super(noAnswerText(server, cause), exitCodes.noConnection, { cause });
  }
}

/** True for what may be over in a moment: no answer, or a server that says so itself. */
export const isPassing = (error: unknown): boolean =>
  error instanceof NoAnswer || (error instanceof Refused && [429, 502, 503, 504].includes(error.problem.status));

function noAnswerText(server: Server, cause: unknown): string {
  const how = causeOf(cause);
  if (server.file !== undefined) {
    return (
      `No Flotilla answers at ${server.url} (${how}). ${server.file} names this address; ` +
      'the start that wrote it has probably ended.\nStart it again with `npm start` (or `flotilla up`).'
    );
  }
  if (server.source === 'the usual address') {
    return (
      'No Flotilla is running here: there is no .flotilla/endpoints.json in this folder or above it, ' +
      `and nothing answers at ${server.url} (${how}).\nStart one with \`npm start\` (or \`flotilla up\`), ` +
      'or name another with FLOTILLA_URL or --url.'
    );
  }
  return `No Flotilla answers at ${server.url}, as ${server.source} says (${how}).\nIs the address right, and is the server up?`;
}

/** `fetch` says only that it failed; why stands in its cause. */
function causeOf(error: unknown): string {
  const { cause = error } = error as { cause?: unknown }; // whatever was thrown, it may be asked for a cause
  const { code, message } = cause as { code?: string; message?: string };
  if (code === 'ECONNREFUSED') return 'connection refused';
  if (code === 'ENOTFOUND') return 'no such host';
  return code ?? message ?? String(cause);
}

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
