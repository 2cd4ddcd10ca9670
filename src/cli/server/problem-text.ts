import type { Refused } from '../command-error.js';

/** A refusal in words: what happened, each field that is wrong, and when to come back. */
export function problemText({ problem, request, retryAfterSeconds }: Refused): string {
  const lines = [problem.detail === '' ? problem.title : problem.detail];
  for (const { path, message } of problem.errors ?? []) {
    if (!problem.detail.includes(message)) lines.push(path === '' ? `  ${message}` : `  ${path}: ${message}`);
    else if (!problem.detail.includes(path)) lines.push(`  (${path})`);
  }
  if (problem.status === 503) lines.push(`  Try again in ${String(retryAfterSeconds ?? 5)} s.`);
  if (problem.status === 401) lines.push('  Log in with `flotilla login`, or put a token into FLOTILLA_TOKEN.');
  if (problem.status >= 500 && problem.status !== 503) {
    const name = problem.requestId === undefined ? '' : `, request ${problem.requestId}`;
    lines.push(`  (${request} answered ${String(problem.status)}${name}; the server's log says more.)`);
  }
  return lines.join('\n');
}
