import { failureReport } from '../domain/failures.js';
import type { RunId, ScheduleId } from '../domain/ids.js';
import type { Outcome } from '../domain/outcome.js';
import { runTopic } from '../domain/ports.js';
import type { Backfill, Firing, FiringResult, Schedule } from '../domain/schedule.js';
import { isFinal } from '../domain/run-state.js';
import type { ActivityDeps } from './deps.js';
import { pauseIfFailing } from './pause-if-failing.js';

export type Fired = Exclude<FiringResult, { kind: 'missed' }> | { readonly kind: 'gone' };

const GONE = 'The store does not know the run any more.';

export type FiringSteps = ReturnType<typeof createFiringSteps>;
export type FiringActivities = ReturnType<typeof createFiringActivities>;

/** The store-only steps of a firing; each may happen twice. */
export function createFiringSteps({ schedules, launcher, runs, clock }: ActivityDeps) {
  return {
    /** Makes the run of this time, or finds the one that was made before. A refusal is written down as well. */
    async fire(id: ScheduleId, at: number, isBackfill: boolean): Promise<Fired> {
      const schedule = await schedules.find(id);
      if (schedule === undefined) return { kind: 'gone' };
      const earlier = await schedules.firing(id, at);
      if (earlier?.result.kind === 'run') return earlier.result;
      const result = await launcher.launch(schedule, at);
      const firing: Firing = { scheduleId: id, at, isBackfill, recordedAt: clock.now(), result };
      const stands = (await schedules.recordFiring(firing)).result;
      return stands.kind === 'run' ? stands : result;
    },

    /** How the run has ended; undefined while it lives. One that the store has lost (a restored backup?) will not end. */
    async outcomeOf(id: RunId): Promise<Outcome | undefined> {
      const run = await runs.get(id);
      if (run === undefined) return { kind: 'lost', failure: failureReport('outcome-unknown', [GONE]) };
      return isFinal(run.state) ? run.outcome : undefined;
    },

    async beginBackfill(id: ScheduleId, backfill: Backfill): Promise<void> {
      await schedules.noteBackfill(id, backfill);
    },

    async endBackfill(id: ScheduleId): Promise<void> {
      await schedules.endBackfill(id);
    },
  };
}

/** What a firing asks of the world beside the store. */
export function createFiringActivities(deps: ActivityDeps) {
  const { schedules, runs, starter, wakeups, clock } = deps;
  return {
    /** The run of this time has ended, or was refused: writes it down, and pauses a schedule that only fails. */
    async concludeFiring(id: ScheduleId, at: number): Promise<void> {
      const firing = await schedules.firing(id, at);
      if (firing?.result.kind === 'run') {
        const run = await runs.get(firing.result.runId);
        const as = run === undefined ? 'lost' : run.outcome?.kind;
        const endedAt = run?.times[run.state] ?? clock.now();
        if (as !== undefined) await schedules.endFiring(id, at, { at: endedAt, as });
      }
      await pauseIfFailing(deps, id);
    },

    /** Cancels the run of a firing that was cancelled: by the next one, with its backfill, or by a person in Temporal. */
    async cancelFiring(id: ScheduleId, runId: RunId, isBackfill: boolean): Promise<void> {
      const cause = cancelCause(await schedules.find(id), isBackfill);
      const run = await runs.requestCancel(runId, { requestedAt: clock.now(), ...cause });
      if (run === undefined || isFinal(run.state)) return;
      wakeups.wake(runTopic(runId));
      await starter.cancel(run);
    },
  };
}

function cancelCause(schedule: Schedule | undefined, isBackfill: boolean): { by: string; reason: string } {
  const by = schedule === undefined ? 'flotilla' : `schedule ${schedule.name}`;
  if (isBackfill) return { by, reason: 'its backfill was stopped' };
  if (schedule?.spec.overlap === 'cancel-other') return { by, reason: 'the next time of its schedule came' };
  return { by: 'temporal', reason: 'its firing was cancelled in Temporal' };
}
