import { z } from 'zod';
import type { LaunchSpec } from '../../../domain/engine.js';
import type { Json } from '../../../domain/json.js';

const Request = z.object({
  seconds: z.number(),
  lines: z.number(),
  exit: z.number(),
  labels: z.record(z.string(), z.string()),
});
/** What is to be pretended: how long it takes, how many lines it prints meanwhile, and how it ends. */
export type SimulatedRequest = z.infer<typeof Request>;

/**
 * Reads `sleep 1.5`, `lines 100` and `exit 3` out of the command (`sleep 2; lines 10; exit 1`); the variables
 * SIMULATE_SECONDS, SIMULATE_LINES and SIMULATE_EXIT win over it. Everything else takes no time and succeeds.
 */
export function toRequest({ command, env, labels }: LaunchSpec): Json {
  const text = typeof command === 'string' ? command : command.join(' ');
  const amount = (word: string, variable: string) => {
    const given = env[variable] ?? new RegExp(`\\b${word}\\s+(\\d+(?:\\.\\d+)?)`).exec(text)?.[1];
    const value = Number(given);
    return given !== undefined && Number.isFinite(value) && value >= 0 ? value : 0;
  };
  return {
    seconds: amount('sleep', 'SIMULATE_SECONDS'),
    lines: Math.floor(amount('lines', 'SIMULATE_LINES')),
    exit: Math.floor(amount('exit', 'SIMULATE_EXIT')) & 255,
    labels: { ...labels },
  } satisfies SimulatedRequest;
}

/** Reads back what `toRequest` made, after its time in the store. */
export const readRequest = (request: Json): SimulatedRequest => Request.parse(request);
