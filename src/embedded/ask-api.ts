/** Where the API is, and what it lets those in with who have started it. */
export interface ApiDoor {
  readonly url: string;
  readonly pass: string;
}

export interface ApiAnswer {
  readonly ok: boolean;
  readonly status: number;
  readonly body: unknown;
  /** What is wrong, in the API's words, when it is not ok. */
  readonly problem: string;
}

const PATIENCE_MS = 15_000;

/** Asks the API one question; a refusal is an answer, only a broken connection throws. */
export async function askApi(
  { url, pass }: ApiDoor,
  method: 'GET' | 'PUT' | 'POST',
  path: string,
  body?: object,
): Promise<ApiAnswer> {
  const response = await fetch(`${url}${path}`, {
    method,
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: { ...passHeader(pass), ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = parse(text);
  return {
    ok: response.ok,
    status: response.status,
    body: answer,
    problem: response.ok ? '' : problemOf(answer, response.status),
  };
}

export const passHeader = (pass: string): Record<string, string> =>
  pass === '' ? {} : { authorization: `Bearer ${pass}` };

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemOf(answer: unknown, status: number): string {
  const detail = typeof answer === 'object' && answer !== null && 'detail' in answer ? answer.detail : undefined;
  return typeof detail === 'string' ? detail : `status ${status}`;
}
