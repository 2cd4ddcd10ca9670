import { describe } from '@jest/globals';

/** What this machine offers to the tests; `npm test` finds it out (test/surroundings.mjs) and says what is missing. */
export const available = {
  temporal: process.env.FLOTILLA_TEST_TEMPORAL,
  mongodb: process.env.FLOTILLA_TEST_MONGODB,
  docker: process.env.FLOTILLA_TEST_DOCKER,
  chromium: process.env.FLOTILLA_TEST_CHROMIUM,
  boto3: process.env.FLOTILLA_TEST_BOTO3,
  compose: process.env.FLOTILLA_TEST_COMPOSE,
} as const;

export type Need = keyof typeof available;

/** Describes tests that run only where everything they need is to be had, and count as skipped elsewhere. */
export function describeWith(needs: readonly Need[], title: string, body: (at: Record<Need, string>) => void): void {
  const missing = needs.filter((need) => available[need] === undefined);
  const run = missing.length === 0 ? describe : describe.skip;
  // Only the addresses that were asked for are sure to be there; the others are empty and must not be used.
  const at = Object.fromEntries(Object.entries(available).map(([need, address]) => [need, address ?? '']));
  run(title, () => {
    body(at as Record<Need, string>);
  });
}
