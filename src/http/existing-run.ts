import { isUlid, runId } from '../../domain/ids.js';
import type { RunStore } from '../../domain/ports.js';
import type { Run } from '../../domain/run.js';
import { notFound } from './refusal.js';

/** The run with this id, or a refusal that says so. */
export async function existingRun(runs: RunStore, id: string): Promise<Run> {
  const run = isUlid(id) ? await runs.get(runId(id)) : undefined;
  if (run === undefined) throw notFound(`There is no run ${id}.`);
  return run;
}
