import type { Model, QueryFilter, UpdateQuery } from 'mongoose';
import type { Exit } from '../../domain/exit.js';
import { type JobId, type LaunchToken, runId, type RunId } from '../../domain/ids.js';
import type { Json } from '../../domain/json.js';
import { finalStateOf, type Outcome, type StopCause } from '../../domain/outcome.js';
import { type Page, type Requeue, type RunFilter, RunStore } from '../../domain/ports.js';
import type { Attempt, LogHead, Run } from '../../domain/run.js';
import { finalStates, type LiveState, liveStates, type RunState, step, transitions } from '../../domain/run-state.js';
import { attemptPath } from './attempt-path.js';
import { pageOf } from './cursor.js';
import { firstUlidOf } from './first-ulid-of.js';
import { InsertTogether } from './insert-together.js';
import type { RunDocument } from './run.schema.js';
import { attemptToDocument, runFromDocument, runToDocument } from './run-document.js';
import { runQuery } from './run-query.js';
import { endedBy, entering } from './run-updates.js';

type Filter = QueryFilter<RunDocument>;
type Update = UpdateQuery<RunDocument>;

/**
 * Runs in MongoDB. Each write names in its filter the states and the attempt it is meant for (by the rules of
 * run-state.ts), so that a repeat or a late event finds nothing to change.
 */
export class MongoRunStore extends RunStore {
  readonly #inserts: InsertTogether<RunDocument>;

  constructor(private readonly model: Model<RunDocument>) {
    super();
    this.#inserts = new InsertTogether(model);
  }

  override async insert(run: Run): Promise<void> {
    await this.#inserts.insert(runToDocument(run));
  }

  override async get(id: RunId): Promise<Run | undefined> {
    const found = await this.model.findById(id).lean();
    return found === null ? undefined : runFromDocument(found);
  }

  override async list(filter: RunFilter, limit: number, cursor?: string): Promise<Page<Run>> {
    const found = await this.model
      .find(runQuery(filter, cursor))
      .sort({ _id: -1 })
      .limit(limit + 1)
      .lean();
    return pageOf(found, limit, ({ _id }) => _id, runFromDocument);
  }

  override async countLive(): Promise<{ cluster: string; state: RunState; count: number }[]> {
    const counts = await this.model.aggregate<{ _id: { cluster: string; state: RunState }; count: number }>([
      { $match: { state: { $in: [...liveStates] } } },
      { $group: { _id: { cluster: '$cluster', state: '$state' }, count: { $sum: 1 } } },
    ]);
    return counts.map(({ _id, count }) => ({ cluster: _id.cluster, state: _id.state, count }));
  }

  override async idsIn(states: readonly LiveState[], limit: number, after?: RunId): Promise<RunId[]> {
    const behind = after === undefined ? {} : { _id: { $gt: after } };
    const found = await this.model
      .find({ state: { $in: [...states] }, ...behind }, '_id')
      .sort({ _id: 1 })
      .limit(limit)
      .lean();
    return found.map(({ _id }) => runId(_id));
  }

  override async cancelling(requestedBefore: number, limit: number): Promise<Run[]> {
    const found = await this.model
      .find({ state: { $in: [...liveStates] }, 'cancel.requestedAt': { $lt: new Date(requestedBefore) } })
      .sort({ 'cancel.requestedAt': 1 })
      .limit(limit)
      .lean();
    return found.map(runFromDocument);
  }

  override async recentOf(jobs: readonly JobId[], limit: number): Promise<Run[]> {
    const perJob = jobs.map((jobId) =>
      this.model
        .find({ jobId, state: { $in: [...finalStates] } })
        .sort({ _id: -1 })
        .limit(limit)
        .lean(),
    );
    return (await Promise.all(perJob)).flat().map(runFromDocument);
  }

  override async endedBefore(at: number, limit: number): Promise<RunId[]> {
    const found: RunId[] = [];
    for (const state of finalStates) {
      // What ended before then was accepted before then: so the index leads to them, and past few that took long.
      const old = await this.model
        .find({ state, _id: { $lt: firstUlidOf(at) }, [`times.${state}`]: { $lt: new Date(at) } }, '_id')
        .sort({ _id: 1 })
        .limit(limit - found.length)
        .lean();
      found.push(...old.map(({ _id }) => runId(_id)));
      if (found.length >= limit) break; // to MongoDB a limit of 0 is none
    }
    return found;
  }

  override async remove(id: RunId): Promise<void> {
    await this.model.deleteOne({ _id: id, state: { $in: [...finalStates] } });
  }

  override async beginAttempt(id: RunId, attempt: Attempt): Promise<Run | undefined> {
    const index = attempt.number - 1;
    const earlierAttempt = index === 0 ? {} : { [`attempts.${index - 1}`]: { $exists: true } };
    const replacesRefusedTry = {
      [`attempts.${index}.try`]: { $lt: attempt.try },
      [`attempts.${index}.failure`]: { $exists: false },
    };
    return this.#change(
      id,
      {
        state: { $in: transitions.granted.from },
        ...earlierAttempt,
        [`attempts.${index + 1}`]: { $exists: false },
        $or: [{ [`attempts.${index}`]: { $exists: false } }, replacesRefusedTry],
      },
      { $set: { ...entering('starting', attempt.grantedAt), [`attempts.${index}`]: attemptToDocument(attempt) } },
    );
  }

  override async recordLaunch(id: RunId, token: LaunchToken, handle: Json, at: number): Promise<Run | undefined> {
    const path = attemptPath(token);
    if (path === undefined) return this.get(id);
    return this.#change(
      id,
      { ...path.present, [path.of('handle')]: { $exists: false } },
      { $set: { [path.of('handle')]: JSON.stringify(handle), [path.of('launchedAt')]: new Date(at) } },
    );
  }

  override async recordPhase(id: RunId, token: LaunchToken, phase: string): Promise<void> {
    const path = attemptPath(token);
    if (path === undefined) return;
    await this.model.updateOne(
      {
        _id: id,
        state: { $in: transitions.started.from },
        ...path.current,
        [path.of('phase')]: { $ne: phase },
      },
      { $set: { [path.of('phase')]: phase }, $inc: { version: 1 } },
    );
  }

  override async recordRunning(id: RunId, token: LaunchToken, at: number): Promise<Run | undefined> {
    const path = attemptPath(token);
    if (path === undefined) return this.get(id);
    return this.#change(
      id,
      { state: { $in: transitions.started.from }, ...path.current },
      { $set: { ...entering('running', at), [path.of('runningAt')]: new Date(at) } },
    );
  }

  override async recordStop(id: RunId, token: LaunchToken, cause: StopCause, at: number): Promise<Run | undefined> {
    const path = attemptPath(token);
    if (path === undefined) return this.get(id);
    return this.#change(
      id,
      { state: { $in: transitions['stop-requested'].from }, ...path.current },
      { $set: { ...entering('stopping', at), [path.of('stop')]: { cause, at: new Date(at) } } },
    );
  }

  override async recordExit(id: RunId, token: LaunchToken, exit: Exit, at: number): Promise<Run | undefined> {
    const path = attemptPath(token);
    if (path === undefined) return this.get(id);
    return this.#change(
      id,
      { ...path.present, [path.of('exit')]: { $exists: false } },
      { $set: { [path.of('exit')]: exit, [path.of('endedAt')]: new Date(at) } },
    );
  }

  override async recordEnd(
    id: RunId,
    token: LaunchToken,
    { exit, outcome }: { exit: Exit; outcome: Outcome },
    at: number,
  ): Promise<Run | undefined> {
    const path = attemptPath(token);
    if (path === undefined) return undefined;
    const unstopped = { state: { $in: transitions['stop-requested'].from }, [path.of('stop')]: { $exists: false } };
    return this.#apply(
      id,
      { ...path.current, ...unstopped, [path.of('exit')]: { $exists: false } },
      {
        $set: {
          ...entering(finalStateOf(outcome), at),
          outcome,
          ...('failure' in outcome ? { [path.of('failure')]: outcome.failure } : {}),
          [path.of('exit')]: exit,
          [path.of('endedAt')]: new Date(at),
        },
      },
    );
  }

  override async requeue(id: RunId, token: LaunchToken, why: Requeue, at: number): Promise<Run | undefined> {
    const path = attemptPath(token);
    if (path === undefined) return this.get(id);
    const filter = { state: { $in: transitions.requeued.from }, ...path.current };
    const queued = entering('queued', at);
    if (why.kind === 'refused') {
      const last = { 'refusals.last': why.message, 'refusals.at': new Date(at) };
      return this.#change(id, filter, { $set: { ...queued, ...last }, $inc: { 'refusals.count': 1 } });
    }
    const spent = why.spends === 'user' ? 'retries.spent' : 'retries.infrastructure';
    return this.#change(id, filter, {
      $set: { ...queued, [path.of('failure')]: why.failure },
      ...endedBy(path.of('endedAt'), at),
      $inc: { [spent]: 1 },
    });
  }

  override async finish(id: RunId, outcome: Outcome, at: number): Promise<Run | undefined> {
    const final = finalStateOf(outcome);
    for (;;) {
      const run = await this.get(id);
      if (run === undefined || step(run.state, final) === undefined) return run;
      const set = { ...entering(final, at), outcome };
      // While it waits, the latest attempt is one that is over already; its own failure stays.
      const attempt = run.state === 'queued' ? undefined : run.attempts.at(-1);
      const path = attempt && attemptPath(attempt.token);
      const failure = 'failure' in outcome && path ? { [path.of('failure')]: outcome.failure } : {};
      const finished = await this.#apply(
        id,
        { state: run.state, ...path?.current },
        { $set: { ...set, ...failure }, ...(path && endedBy(path.of('endedAt'), at)) },
      );
      if (finished !== undefined) return finished;
    }
  }

  override async finishWaiting(id: RunId, outcome: Outcome, at: number): Promise<Run | undefined> {
    return this.#change(id, { state: 'queued' }, { $set: { ...entering(finalStateOf(outcome), at), outcome } });
  }

  override async recordLog(id: RunId, token: LaunchToken, log: LogHead): Promise<void> {
    const path = attemptPath(token);
    if (path === undefined) return;
    await this.model.updateOne(
      { _id: id, ...path.present, [path.of('log')]: { $ne: log }, [path.of('log.complete')]: { $ne: true } },
      { $set: { [path.of('log')]: log }, $inc: { version: 1 } },
    );
  }

  override async requestCancel(
    id: RunId,
    cancel: { requestedAt: number; by: string; reason?: string },
  ): Promise<Run | undefined> {
    return this.#change(
      id,
      { state: { $in: liveStates }, cancel: { $exists: false } },
      { $set: { cancel: { ...cancel, requestedAt: new Date(cancel.requestedAt) } } },
    );
  }

  override async reprioritise(id: RunId, priority: number): Promise<Run | undefined> {
    return this.#change(id, { state: 'queued', priority: { $ne: priority } }, { $set: { priority } });
  }

  /** Makes the change if the filter allows it; answers the run as it is afterwards either way. */
  async #change(id: RunId, filter: Filter, update: Update): Promise<Run | undefined> {
    return (await this.#apply(id, filter, update)) ?? this.get(id);
  }

  async #apply(id: RunId, filter: Filter, update: Update): Promise<Run | undefined> {
    const changed = await this.model
      .findOneAndUpdate(
        { _id: id, ...filter },
        { ...update, $inc: { ...update.$inc, version: 1 } },
        { returnDocument: 'after' },
      )
      .lean();
    return changed === null ? undefined : runFromDocument(changed);
  }
}
