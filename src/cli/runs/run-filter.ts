import { CommandError } from '../command-error.js';
import { exitCodes } from '../exit-codes.js';
import type { Session } from '../session.js';
import { pastTime } from '../option-values.js';

/** The options with which `ps` and `cancel` choose among runs. */
export interface RunFilterOptions {
  readonly state?: string;
  readonly cluster?: string;
  readonly job?: string;
  readonly owner?: string;
  readonly mine?: boolean;
  readonly group?: string;
  readonly label?: string;
  readonly since?: string;
  readonly until?: string;
}

/** Everything but the state in the words of the API; times as `2h` or a date are made moments. */
export async function runFilter(session: Session, options: RunFilterOptions) {
  const { state, cluster, job, owner, mine, group, label, since, until } = options;
  refuseEmpty({ state, cluster, job, owner, group, label, since, until });
  const time = (text: string | undefined, option: string): string | undefined =>
    text === undefined ? undefined : pastTime(text, session.now(), option);
  return {
    cluster,
    job,
    owner: owner ?? (mine === true ? await session.person() : undefined),
    group,
    label,
    since: time(since, '--since'),
    until: time(until, '--until'),
  };
}

/** An empty text is a variable that was not set; left in, it would narrow nothing, and all runs would match. */
function refuseEmpty(filters: Readonly<Record<string, string | undefined>>): void {
  for (const [name, text] of Object.entries(filters))
    if (text?.trim() === '')
      throw new CommandError(`--${name} is empty: say what to filter by, or leave it out.`, exitCodes.usage);
}
