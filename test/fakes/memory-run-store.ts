import type { Exit } from '../../domain/exit.js';
import { type JobId, type LaunchToken, parseLaunchToken, type RunId } from '../../domain/ids.js';
import type { Json } from '../../domain/json.js';
import { finalStateOf, type Outcome, type StopCause } from '../../domain/outcome.js';
import { type Page, type Requeue, type RunFilter, RunStore } from '../../domain/ports.js';
import type { Attempt, LogHead, Run } from '../../domain/run.js';
import { isFinal, type LiveState, type RunEvent, type RunState, step } from '../../domain/run-state.js';
import { kept } from './kept.js';
import { newestFirst, someContain } from './newest-first.js';

/** Runs in memory, with the promises of the real store. */
export class MemoryRunStore extends RunStore {
  readonly #runs = new Map<RunId, Run>();

  override async insert(run: Run): Promise<void> {
    if (!this.#runs.has(run.id)) this.#runs.set(run.id, kept(run));
  }

  override async get(id: RunId): Promise<Run | undefined> {
    const run = this.#runs.get(id);
    return run && kept(run);
  }

  override async list(filter: RunFilter, limit: number, cursor?: string): Promise<Page<Run>> {
    const found = [...this.#runs.values()].filter((run) => matches(run, filter));
    return newestFirst(found, ({ id }) => id, limit, cursor);
  }

  override async countLive(): Promise<{ cluster: string; state: RunState; count: number }[]> {
    const counts = new Map<string, { cluster: string; state: RunState; count: number }>();
    for (const { snapshot, state } of this.#runs.values()) {
      if (isFinal(state)) continue;
      const key = `${snapshot.cluster}/${state}`;
      counts.set(key, { cluster: snapshot.cluster, state, count: (counts.get(key)?.count ?? 0) + 1 });
    }
    return [...counts.values()];
  }

  override async idsIn(states: readonly LiveState[], limit: number, after?: RunId): Promise<RunId[]> {
    const wanted: readonly RunState[] = states;
    return [...this.#runs.values()]
      .filter(({ id, state }) => wanted.includes(state) && (after === undefined || id > after))
      .map(({ id }) => id)
      .sort()
      .slice(0, limit);
  }

  override async cancelling(requestedBefore: number, limit: number): Promise<Run[]> {
    const since = ({ cancel }: Run): number => cancel?.requestedAt ?? Infinity;
    return [...this.#runs.values()]
      .filter((run) => !isFinal(run.state) && since(run) < requestedBefore)
      .sort((a, b) => since(a) - since(b))
      .slice(0, limit)
      .map(kept);
  }

  override async recentOf(jobs: readonly JobId[], limit: number): Promise<Run[]> {
    return jobs.flatMap((jobId) => {
      const ended = [...this.#runs.values()].filter((run) => run.snapshot.job?.id === jobId && isFinal(run.state));
      return newestFirst(ended, ({ id }) => id, limit, undefined).items;
    });
  }

  override async endedBefore(at: number, limit: number): Promise<RunId[]> {
    return [...this.#runs.values()]
      .filter(({ state, times }) => isFinal(state) && (times[state] ?? Infinity) < at)
      .map(({ id }) => id)
      .sort()
      .slice(0, limit);
  }

  override async remove(id: RunId): Promise<void> {
    const run = this.#runs.get(id);
    if (run !== undefined && isFinal(run.state)) this.#runs.delete(id);
  }

  override async beginAttempt(id: RunId, attempt: Attempt): Promise<Run | undefined> {
    return this.#change(id, (run) => {
      const index = attempt.number - 1;
      const there = run.attempts[index];
      const mayReplace = there === undefined || (there.try < attempt.try && there.failure === undefined);
      const isNext = run.attempts.length === index || run.attempts.length === attempt.number;
      if (!mayReplace || !isNext) return undefined;
      const attempts = [...run.attempts.slice(0, index), attempt];
      return moved({ ...run, attempts }, 'granted', attempt.grantedAt);
    });
  }

  override async recordLaunch(id: RunId, token: LaunchToken, handle: Json, at: number): Promise<Run | undefined> {
    return this.#change(id, (run) =>
      withAttempt(run, token, (attempt) =>
        attempt.handle === undefined ? { ...attempt, handle, launchedAt: at } : undefined,
      ),
    );
  }

  override async recordPhase(id: RunId, token: LaunchToken, phase: string): Promise<void> {
    this.#change(id, (run) =>
      run.state === 'starting' && isCurrent(run, token)
        ? withAttempt(run, token, (attempt) => (attempt.phase === phase ? undefined : { ...attempt, phase }))
        : undefined,
    );
  }

  override async recordRunning(id: RunId, token: LaunchToken, at: number): Promise<Run | undefined> {
    return this.#moveCurrent(id, token, 'started', at, (attempt) => ({ ...attempt, runningAt: at }));
  }

  override async recordStop(id: RunId, token: LaunchToken, cause: StopCause, at: number): Promise<Run | undefined> {
    return this.#moveCurrent(id, token, 'stop-requested', at, (attempt) => ({ ...attempt, stop: { cause, at } }));
  }

  override async recordExit(id: RunId, token: LaunchToken, exit: Exit, at: number): Promise<Run | undefined> {
    return this.#change(id, (run) =>
      withAttempt(run, token, (attempt) =>
        attempt.exit === undefined ? { ...attempt, exit, endedAt: at } : undefined,
      ),
    );
  }

  override async recordEnd(
    id: RunId,
    token: LaunchToken,
    { exit, outcome }: { exit: Exit; outcome: Outcome },
    at: number,
  ): Promise<Run | undefined> {
    const run = this.#runs.get(id);
    const attempt = run?.attempts.at(-1);
    if (run === undefined || attempt?.token !== token || attempt.stop !== undefined || attempt.exit !== undefined)
      return undefined;
    if (step(run.state, 'stop-requested') === undefined) return undefined;
    const failure = 'failure' in outcome ? { failure: outcome.failure } : {};
    const ended = withAttempt(run, token, (one) => ({ ...one, ...failure, exit, endedAt: at }));
    return this.#change(id, () => ended && moved({ ...ended, outcome }, finalStateOf(outcome), at));
  }

  override async requeue(id: RunId, token: LaunchToken, why: Requeue, at: number): Promise<Run | undefined> {
    if (why.kind === 'refused') {
      return this.#change(id, (run) => {
        const refusals = { count: run.refusals.count + 1, last: why.message, at };
        return isCurrent(run, token) ? moved({ ...run, refusals }, 'requeued', at) : undefined;
      });
    }
    const { failure, spends } = why;
    return this.#change(id, (run) => {
      const spent = spends === 'user' ? 'spent' : 'infrastructure';
      const retries = { ...run.retries, [spent]: run.retries[spent] + 1 };
      const ended = isCurrent(run, token)
        ? withAttempt(run, token, (attempt) => ({ ...attempt, failure, endedAt: attempt.endedAt ?? at }))
        : undefined;
      return ended && moved({ ...ended, retries }, 'requeued', at);
    });
  }

  override async finish(id: RunId, outcome: Outcome, at: number): Promise<Run | undefined> {
    return this.#change(id, (run) => {
      const last = run.state === 'queued' ? undefined : run.attempts.at(-1);
      const failure = 'failure' in outcome ? { failure: outcome.failure } : {};
      const ended =
        last && withAttempt(run, last.token, (attempt) => ({ ...attempt, ...failure, endedAt: attempt.endedAt ?? at }));
      return moved({ ...(ended ?? run), outcome }, finalStateOf(outcome), at);
    });
  }

  override async finishWaiting(id: RunId, outcome: Outcome, at: number): Promise<Run | undefined> {
    return this.#change(id, (run) =>
      run.state === 'queued' ? moved({ ...run, outcome }, finalStateOf(outcome), at) : undefined,
    );
  }

  override async recordLog(id: RunId, token: LaunchToken, log: LogHead): Promise<void> {
    this.#change(id, (run) =>
      withAttempt(run, token, (attempt) =>
        attempt.log.complete || JSON.stringify(attempt.log) === JSON.stringify(log) ? undefined : { ...attempt, log },
      ),
    );
  }

  override async requestCancel(
    id: RunId,
    cancel: { requestedAt: number; by: string; reason?: string },
  ): Promise<Run | undefined> {
    return this.#change(id, (run) => (isFinal(run.state) || run.cancel !== undefined ? undefined : { ...run, cancel }));
  }

  override async reprioritise(id: RunId, priority: number): Promise<Run | undefined> {
    return this.#change(id, (run) =>
      run.state === 'queued' && run.priority !== priority ? { ...run, priority } : undefined,
    );
  }

  #moveCurrent(
    id: RunId,
    token: LaunchToken,
    event: RunEvent,
    at: number,
    change: (attempt: Attempt) => Attempt,
  ): Run | undefined {
    return this.#change(id, (run) => {
      const changed = isCurrent(run, token) ? withAttempt(run, token, change) : undefined;
      return changed && moved(changed, event, at);
    });
  }

  /** Keeps what the change makes of the run, unless that is nothing; answers the run as it is afterwards. */
  #change(id: RunId, change: (run: Run) => Run | undefined): Run | undefined {
    const run = this.#runs.get(id);
    if (run === undefined) return undefined;
    const changed = change(run);
    if (changed !== undefined) this.#runs.set(id, kept({ ...changed, version: run.version + 1 }));
    return kept(this.#runs.get(id) ?? run);
  }
}

function moved(run: Run, event: RunEvent, at: number): Run | undefined {
  const state = step(run.state, event);
  return state && { ...run, state, times: { ...run.times, [state]: at } };
}

const isCurrent = (run: Run, token: LaunchToken): boolean => run.attempts.at(-1)?.token === token;

function withAttempt(run: Run, token: LaunchToken, change: (attempt: Attempt) => Attempt | undefined): Run | undefined {
  const index = (parseLaunchToken(token)?.attempt ?? 0) - 1;
  const attempt = run.attempts[index];
  const changed = attempt?.token === token ? change(attempt) : undefined;
  return changed && { ...run, attempts: run.attempts.with(index, changed) };
}

function matches(run: Run, filter: RunFilter): boolean {
  const { states, cluster, jobId, owner, group, groups, label, since, until, text } = filter;
  const sentence = run.outcome !== undefined && 'failure' in run.outcome ? run.outcome.failure.sentence : undefined;
  return (
    (states === undefined || states.includes(run.state)) &&
    (cluster === undefined || run.snapshot.cluster === cluster) &&
    (jobId === undefined || run.snapshot.job?.id === jobId) &&
    (owner === undefined || run.owner === owner) &&
    (group === undefined || run.group === group) &&
    (groups?.includes(run.group) ?? true) &&
    (label === undefined || run.labels[label.name] === label.value) &&
    (since === undefined || run.createdAt >= since) &&
    (until === undefined || run.createdAt < until) &&
    (text === undefined || someContain(text, run.snapshot.name, run.id, sentence))
  );
}
