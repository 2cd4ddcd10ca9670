import { expect, test } from '@jest/globals';
import { asCurl, asFlotilla } from './as-commands.js';

test('a launch as one would type it', () => {
  const edits = {
    parameters: { day: '2026-11-24', depth: 3 },
    env: { WHO: "it's me", DB: { secret: 'a/b' } },
    resources: { memoryMiB: 64 },
    command: 'echo hi',
  };
  expect(asFlotilla('run report', edits)).toBe(
    `flotilla run report --param day=2026-11-24 --param depth=3 --env 'WHO=it'\\''s me' --secret DB=a/b --memory 64 -- sh -ec 'echo hi'`,
  );
});

test('a launch with curl keeps its quotes', () => {
  expect(asCurl('http://127.0.0.1:7070/api/runs', { job: 'a', env: { A: "'" } })).toBe(
    `curl -X POST http://127.0.0.1:7070/api/runs -H 'content-type: application/json' -d '{"job":"a","env":{"A":"'\\''"}}'`,
  );
});
