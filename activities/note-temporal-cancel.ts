import type { RunId } from '../domain/ids.js';
import type { Run } from '../domain/run.js';
import type { ActivityDeps } from './deps.js';

/** A cancel that came by Temporal's own tools is noted on the run like any other, so that everybody can see it. */
export const noteTemporalCancel = (
  { runs, clock }: Pick<ActivityDeps, 'runs' | 'clock'>,
  id: RunId,
): Promise<Run | undefined> =>
  runs.requestCancel(id, { requestedAt: clock.now(), by: 'temporal', reason: 'cancelled in Temporal' });
