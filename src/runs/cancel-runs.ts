import { Inject, Injectable } from '@nestjs/common';
import type { CancelManyRequest, CancelManyView } from '../../domain/contract/cancel-runs.js';
import { inTurns } from '../../domain/in-turns.js';
import { type RunFilter, RunStarter, RunStore } from '../../domain/ports.js';
import type { Run } from '../../domain/run.js';
import { liveStates, type RunState } from '../../domain/run-state.js';
import { Deeds } from '../access/deeds.js';
import { plain } from '../http/views/plain.js';
import { FindRuns } from './find-runs.js';
import { SteerRuns } from './steer-runs.js';

const PAGE = 200;

/** More at once makes a small Temporal server and a small database slower, not faster. */
const AT_ONCE = 8;

/** Cancels every live run that a filter names, up to a number. */
@Injectable()
export class CancelRuns {
  constructor(
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(FindRuns) private readonly finding: FindRuns,
    @Inject(SteerRuns) private readonly steering: SteerRuns,
    @Inject(RunStarter) private readonly starter: RunStarter,
    @Inject(Deeds) private readonly deeds: Deeds,
  ) {}

  /** Notes all cancels before it answers; they are delivered meanwhile, and by the sweep if this process dies. */
  async matching(
    { filter, limit, reason }: CancelManyRequest,
    caller: string,
    groups?: readonly string[],
  ): Promise<CancelManyView> {
    const found = await this.finding.filterFor(filter, groups);
    const wanted = found && onlyLive(found);
    const { runs, hasMore } = wanted === undefined ? none : await this.find(wanted, limit);
    const noted: Run[] = [];
    await inTurns(AT_ONCE, runs, async (run) => {
      const after = await this.steering.noteCancel(run, caller, reason);
      if (after !== undefined) noted.push(after);
    });
    // What is not delivered is noted all the same, and the sweep delivers it.
    void inTurns(AT_ONCE, noted, (run) => this.starter.cancel(run).catch(() => undefined));
    await this.deeds.note(caller, 'run.cancel-many', 'run/*', {
      filter: plain(filter),
      cancelled: noted.length,
      ...(reason === undefined ? {} : { reason }),
    });
    return { cancelled: noted.length, more: hasMore };
  }

  private async find(filter: RunFilter, limit: number): Promise<{ runs: Run[]; hasMore: boolean }> {
    const runs: Run[] = [];
    let cursor: string | undefined;
    for (;;) {
      const page = await this.runs.list(filter, PAGE, cursor);
      // One whose cancel is noted already has nothing more to hear.
      runs.push(...page.items.filter(({ cancel }) => cancel === undefined));
      cursor = page.next;
      if (runs.length > limit || cursor === undefined)
        return { runs: runs.slice(0, limit), hasMore: runs.length > limit || cursor !== undefined };
    }
  }
}

const none = { runs: [], hasMore: false };

/** Undefined when the filter asks for ended runs only. */
function onlyLive(filter: RunFilter): RunFilter | undefined {
  const live: readonly RunState[] = liveStates;
  const states = live.filter((state) => filter.states?.includes(state) ?? true);
  return states.length === 0 ? undefined : { ...filter, states };
}
