import { randomUUID } from 'node:crypto';
import { bounds } from '../../../domain/bounds.js';
import type { JobView } from '../../../domain/contract/jobs.js';
import type { RunRequestInput, RunView } from '../../../domain/contract/runs.js';
import type { Json } from '../../../domain/json.js';
import type { Api } from '../server/api.js';
import { chooseCluster } from './choose-cluster.js';
import { CommandError, Refused } from '../command-error.js';
import { exitCodes } from '../exit-codes.js';
import { followRun } from '../following/follow-run.js';
import type { OnInterrupt } from '../following/interrupts.js';
import { parameterValue } from './parameter-value.js';
import { wholeNumber } from '../option-values.js';
import { type EditOptions, readEdits } from './run-edits.js';
import type { Session } from '../session.js';

export interface FollowOptions {
  readonly follow?: boolean;
  readonly detach?: boolean;
  readonly onInterrupt: OnInterrupt;
}

export interface RunOptions extends EditOptions, FollowOptions {
  readonly revision?: string;
  readonly name?: string;
  readonly group?: string;
  readonly dryRun?: boolean;
  readonly idempotencyKey?: string;
}

/** Launches a saved job, or a command without one (`job` absent or `-`). */
export async function run(
  session: Session,
  job: string | undefined,
  command: readonly string[],
  options: RunOptions,
): Promise<number> {
  const api = await session.api();
  try {
    const request = await requestFor(api, job === '-' ? undefined : job, command, options);
    if (options.dryRun === true) return await dryRun(session, api, request);
    const launched = await api.launch(request, options.idempotencyKey ?? randomUUID());
    return await afterLaunch(session, api, launched, options);
  } catch (error) {
    throw notLaunched(error);
  }
}

/** Follows the new run or leaves it: on a terminal it is followed unless somebody says otherwise. */
export async function afterLaunch(
  session: Session,
  api: Api,
  launched: RunView,
  options: FollowOptions,
): Promise<number> {
  const follows = options.follow ?? (options.detach !== true && session.terminal.isWatched && !session.asJson);
  if (follows) {
    await session.say(session.paint('dim', `Run ${launched.id} of ${launched.name} on ${launched.cluster}`));
    return followRun(session, api, launched.id, options.onInterrupt).catch((error: unknown) => {
      throw new AfterLaunch(error);
    });
  }
  if (session.asJson) await session.printJson(launched);
  else {
    await session.print(`${launched.id}\n`);
    await session.say(session.paint('dim', `Follow it with \`flotilla logs -f ${launched.id}\`.`));
  }
  return exitCodes.done;
}

/** What goes wrong once there is a run is not a failed launch; carries the cause out past `notLaunched`. */
class AfterLaunch extends Error {
  constructor(override readonly cause: unknown) {
    super('after the launch');
  }
}

/** Everything that kept a run from being launched ends with the exit code that says so. */
export function notLaunched(error: unknown): unknown {
  if (error instanceof AfterLaunch) return error.cause;
  if (error instanceof Refused) {
    return new Refused(error.problem, error.request, error.retryAfterSeconds, exitCodes.notLaunched);
  }
  if (error instanceof CommandError && error.exitCode !== exitCodes.usage) {
    return new CommandError(error.message, exitCodes.notLaunched, { cause: error });
  }
  return error;
}

async function requestFor(
  api: Api,
  jobName: string | undefined,
  command: readonly string[],
  options: RunOptions,
): Promise<RunRequestInput> {
  const job = jobName === undefined || options.param.length === 0 ? undefined : await api.job(jobName);
  const schemas = job === undefined ? {} : await parametersOf(api, job, options.revision);
  const edits = readEdits(options, command, (name, text) => parameterValue(schemas[name], text));
  if (jobName !== undefined) {
    if (options.name !== undefined || options.group !== undefined) {
      throw new CommandError('--name and --group are for runs without a saved job', exitCodes.usage);
    }
    const revision =
      options.revision === undefined ? {} : { revision: wholeNumber(options.revision, '--revision', bounds.fromOne) };
    return { job: jobName, ...revision, ...edits, trigger: 'cli' };
  }
  if (edits.command === undefined) {
    throw new CommandError('Name a job, or give a command: flotilla run --image IMAGE -- COMMAND …', exitCodes.usage);
  }
  const { command: what, image, env, ...others } = edits;
  const cluster = edits.cluster ?? (await chooseCluster(api, image !== undefined));
  const spec = {
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.group === undefined ? {} : { group: options.group }),
    ...(image === undefined ? {} : { image }),
    ...(env === undefined ? {} : { env }),
    command: what,
  };
  return { spec, ...others, cluster, trigger: 'cli' };
}

async function parametersOf(api: Api, job: JobView, revision: string | undefined): Promise<Record<string, Json>> {
  if (revision === undefined) return job.spec.parameters;
  return (await api.revision(job.name, wholeNumber(revision, '--revision', bounds.fromOne))).spec.parameters;
}

async function dryRun(session: Session, api: Api, request: RunRequestInput): Promise<number> {
  const answer = await api.dryRun(request);
  if (session.asJson) await session.printJson(answer);
  else {
    const { stringify } = await import('yaml');
    const { paint } = session;
    for (const { ok, message, check } of answer.checks) {
      await session.say(`${ok ? paint('green', 'ok ') : paint('red', 'no ')} ${message === '' ? check : message}`);
    }
    await session.print(stringify(answer.snapshot));
  }
  return answer.ok ? exitCodes.done : exitCodes.notLaunched;
}
