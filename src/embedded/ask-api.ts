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
  apiUrl: string,
  method: 'GET' | 'PUT' | 'POST',
  path: string,
  body?: object,
): Promise<ApiAnswer> {
  const response = await fetch(`${apiUrl}${path}`, {
    method,
    signal: AbortSignal.timeout(PATIENCE_MS),
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
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
