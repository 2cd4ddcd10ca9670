import type { RunView } from '../../../domain/contract/runs.js';
import { isUlid } from '../../../domain/ids.js';
import type { Api } from '../server/api.js';
import { CommandError, Refused } from '../command-error.js';
import { exitCodes } from '../exit-codes.js';
import { localTime } from '../output/local-time.js';

/** How far back an abbreviated id is looked for. */
const RECENT = 500;

/** Six or more characters that a run id can begin or end with. */
const PIECE = /^[0-9A-HJKMNP-TV-Z]{6,25}$/;

/**
 * The id of the run that somebody means: the whole id, six or more characters of its beginning or end, `latest`, or the
 * name of a job for its newest run. `exactly` refuses the last two: for what cannot be undone.
 */
export async function findRun(api: Api, meant: string, exactly: 'exactly' | 'by-name'): Promise<string> {
  const upper = meant.toUpperCase();
  if (isUlid(upper)) return upper;
  if (meant === 'latest' && exactly === 'by-name') return latest(api);
  if (PIECE.test(upper)) {
    const found = await matching(api, upper);
    if (found !== undefined) return found.id;
  }
  const isName = /^[a-z0-9][a-z0-9-]{0,62}$/.test(meant);
  if (isName && exactly === 'by-name') return newestOf(api, meant);
  throw new CommandError(noRun(meant), exitCodes.refused);
}

async function latest(api: Api): Promise<string> {
  const [run] = (await api.runs({ limit: 1 })).items;
  if (run === undefined) throw new CommandError('There are no runs yet.', exitCodes.refused);
  return run.id;
}

async function newestOf(api: Api, job: string): Promise<string> {
  const [run] = (await api.runs({ job, limit: 1 })).items;
  if (run !== undefined) return run.id;
  try {
    await api.job(job);
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.status !== 404) throw error;
    // The server knows the job that may have been meant.
    const words = `No run is called "${job}". ${error.problem.detail} \`flotilla ps -a\` lists the runs.`;
    throw new CommandError(words, exitCodes.refused, { cause: error });
  }
  throw new CommandError(`The job ${job} has no runs. \`flotilla run ${job}\` launches it.`, exitCodes.refused);
}

async function matching(api: Api, piece: string): Promise<RunView | undefined> {
  const { items } = await api.runs({ limit: RECENT });
  const found = items.filter((run) => run.id.startsWith(piece) || run.id.endsWith(piece));
  if (found.length <= 1) return found[0];
  const shown = found.slice(0, 5).map((run) => `  ${run.id}  ${run.name}, ${run.state}, ${localTime(run.createdAt)}`);
  const more = found.length > shown.length ? [`  … and ${String(found.length - shown.length)} more`] : [];
  const lines = [`"${piece}" can mean ${String(found.length)} runs; write more of the id:`, ...shown, ...more];
  throw new CommandError(lines.join('\n'), exitCodes.refused);
}

const noRun = (meant: string): string =>
  PIECE.test(meant.toUpperCase())
    ? `None of the newest ${String(RECENT)} runs has an id that begins or ends with "${meant}". Write the whole id, or look for it with \`flotilla ps -a --search TEXT\`.`
    : `"${meant}" is no run id. Write the whole id, or six or more characters of its beginning or end; \`flotilla ps\` shows them.`;
