import { randomUUID } from 'node:crypto';
import type { RunView } from '../../../domain/contract/runs.js';
import type { Json } from '../../../domain/json.js';
import type { Api } from '../server/api.js';
import { findRun } from './find-run.js';
import { parameterValue } from './parameter-value.js';
import { afterLaunch, type FollowOptions, notLaunched } from './run.js';
import { type EditOptions, readEdits } from './run-edits.js';
import type { Session } from '../session.js';

/** Runs the same snapshot again, with edits. */
export async function rerun(
  session: Session,
  meant: string,
  command: readonly string[],
  options: EditOptions & FollowOptions,
): Promise<number> {
  const api = await session.api();
  try {
    const id = await findRun(api, meant, 'by-name');
    const schemas = options.param.length === 0 ? {} : await parametersOf(api, await api.run(id));
    const edits = readEdits(options, command, (name, text) => parameterValue(schemas[name], text));
    return await afterLaunch(session, api, await api.rerun(id, edits, randomUUID()), options);
  } catch (error) {
    throw notLaunched(error);
  }
}

/** The schemas of the run's own revision; a run without a job has none. */
async function parametersOf(api: Api, run: RunView): Promise<Record<string, Json>> {
  return run.job === undefined ? {} : (await api.revision(run.job.name, run.job.revision)).spec.parameters;
}
