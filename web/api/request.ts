import type { z } from 'zod';
import { Problem } from '../../domain/contract/problem.js';

/** What went wrong with a request, in one shape whatever it was: a problem of the API, no answer, or an answer of somebody else. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    message: string,
    /** 0 when there was no answer at all. */
    readonly status: number,
    readonly code: string,
    readonly errors: readonly { path: string; message: string }[] = [],
    readonly requestId?: string,
  ) {
    super(message);
  }
}

/** What is wrong, by the path of its field; nothing where the error names none. */
export const fieldErrors = (error: Error | null): Record<string, string> =>
  error instanceof ApiError ? Object.fromEntries(error.errors.map(({ path, message }) => [path, message])) : {};

/** What is wrong with a field before anything was sent. */
export const fieldError = (path: string, message: string): ApiError =>
  new ApiError(`${path}: ${message}`, 0, 'malformed', [{ path, message }]);

/** Has a PUT refused when there is one of the name already: who creates something must not change another. */
export const onlyIfNew = { 'if-none-match': '*' };

/** How a list that is read page by page begins and goes on. */
export const paging = {
  initialPageParam: '',
  getNextPageParam: ({ next }: { readonly next?: string | undefined }) => next,
};

interface Pages {
  readonly state: { readonly data?: { readonly pages: readonly unknown[] } | undefined };
}

/** All pages are asked again, so that nothing falls between two of them: the more pages, the more seldom. */
export const seldomWithPages =
  (milliseconds: number) =>
  ({ state }: Pages): number =>
    milliseconds * Math.min(state.data?.pages.length ?? 1, 10);

/** Fetches and parses by the contract: what comes back is believed from here on. */
export async function getJson<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  signal?: AbortSignal,
): Promise<z.infer<Schema>> {
  return parsed(schema, await answerTo(path, { signal: signal ?? null }));
}

/** Sends a body with this method and parses the answer. */
export async function sendJson<Schema extends z.ZodType>(
  schema: Schema,
  method: 'POST' | 'PUT',
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<z.infer<Schema>> {
  const init = { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
  return parsed(schema, await answerTo(path, init));
}

export async function sendDelete(path: string): Promise<void> {
  await answerTo(path, { method: 'DELETE' });
}

type QueryValue = string | number | boolean | readonly string[] | undefined;

/** A query string of what is defined; lists are joined by commas, as the API reads them. */
export function queryString(values: Readonly<Record<string, QueryValue>>): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === '') continue;
    words.set(name, typeof value === 'object' ? value.join(',') : String(value));
  }
  const text = words.toString();
  return text === '' ? '' : `?${text}`;
}

async function answerTo(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`/api${path}`, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError('Flotilla does not answer. The page tries again by itself.', 0, 'no-answer');
  }
  if (response.ok) return response;
  throw await refusalOf(response);
}

async function refusalOf(response: Response): Promise<ApiError> {
  const problem = Problem.safeParse(await response.json().catch(() => undefined));
  if (!problem.success) return new ApiError(`The server answered ${response.status}.`, response.status, 'internal');
  const { detail, title, code, errors, requestId } = problem.data;
  return new ApiError(detail === '' ? title : detail, response.status, code, errors, requestId);
}

async function parsed<Schema extends z.ZodType>(schema: Schema, response: Response): Promise<z.infer<Schema>> {
  const result = schema.safeParse(await response.json());
  if (result.success) return result.data;
  console.error('unexpected answer', response.url, result.error.issues);
  const where = result.error.issues[0]?.path.join('.') ?? '';
  throw new ApiError(
    `The server's answer is not as agreed (${where}). Is the page older than the server? Reload it.`,
    200,
    'internal',
  );
}
