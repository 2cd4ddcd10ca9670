import { INSTALLATION_LABEL, TOKEN_LABEL } from '../domain/engine.js';
import { launchToken } from '../domain/ids.js';
import { launchSpec } from '../domain/launch-spec.js';
import type { Engine } from '../domain/ports.js';
import { currentAttempt, emptyLog, type Attempt, type Run } from '../domain/run.js';

/** The next attempt of a run, with its request frozen. A refused try is followed by the next try of the same attempt. */
export function readyAttempt(run: Run, engine: Pick<Engine, 'prepare'>, installation: string, now: number): Attempt {
  const last = currentAttempt(run);
  const wasRefused = last !== undefined && last.exit === undefined && last.failure === undefined;
  const number = wasRefused ? last.number : (last?.number ?? 0) + 1;
  const tryNumber = wasRefused ? last.try + 1 : 1;
  const token = launchToken(run.id, number, tryNumber);
  const labels = {
    [INSTALLATION_LABEL]: installation,
    [TOKEN_LABEL]: token,
    'flotilla.run': run.id,
    'flotilla.job': run.snapshot.name,
    'flotilla.owner': run.owner,
    'flotilla.group': run.group,
  };
  const request = engine.prepare(launchSpec(run, { attempt: number, token, labels }));
  return { number, try: tryNumber, token, grantedAt: now, request, log: emptyLog };
}
