import { Inject, Injectable } from '@nestjs/common';
import type { CancelView } from '../../domain/contract/runs.js';
import type { Json } from '../../domain/json.js';
import { Clock, LeaseLedger, queueTopic, RunStarter, RunStore, runTopic, Wakeups } from '../../domain/ports.js';
import type { Run } from '../../domain/run.js';
import { isFinal, runCan } from '../../domain/run-state.js';
import { Deeds } from '../access/deeds.js';
import { existingRun } from '../http/existing-run.js';
import { Refusal } from '../http/refusal.js';
import { runView } from '../http/views/run-view.js';

const ANSWER_WITHIN_MS = 400;
const NOTED =
  'The cancel is noted, but Temporal has not confirmed it yet. It is delivered again by itself; nothing more to do.';

/** What a person may do to a run that exists: end it, or change its place in the queue. */
@Injectable()
export class SteerRuns {
  constructor(
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(LeaseLedger) private readonly leases: LeaseLedger,
    @Inject(RunStarter) private readonly starter: RunStarter,
    @Inject(Wakeups) private readonly wakeups: Wakeups,
    @Inject(Deeds) private readonly deeds: Deeds,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Notes the cancel and sees to its delivery. Asking again changes nothing and answers the same. */
  async cancel(id: string, caller: string, reason?: string): Promise<CancelView> {
    const before = await existingRun(this.runs, id);
    if (before.state === 'cancelled') return runView(before);
    refuseIfEnded(before, 'cancelled');
    const noted = await this.noteCancel(before, caller, reason);
    const run = noted ?? (await existingRun(this.runs, id));
    // It may have ended by itself between the two; then nobody cancelled it.
    if (run.state !== 'cancelled') refuseIfEnded(run, 'cancelled');
    const isDelivered = await this.deliver(run);
    return isDelivered ? runView(run) : { ...runView(run), note: NOTED };
  }

  /** Writes down that the run is to end; undefined when it has ended by itself. The delivery is the caller's. */
  async noteCancel(before: Run, caller: string, reason?: string): Promise<Run | undefined> {
    const cancel = { requestedAt: this.clock.now(), by: caller, reason };
    const run = (await this.runs.requestCancel(before.id, cancel)) ?? before;
    if (isFinal(run.state)) return undefined;
    if (before.cancel === undefined) await this.note(run, 'run.cancel', caller, reason === undefined ? {} : { reason });
    this.wakeups.wake(runTopic(run.id));
    return run;
  }

  /** Moves a waiting run in the queue. */
  async reprioritise(id: string, priority: number, caller: string): Promise<Run> {
    const before = await existingRun(this.runs, id);
    const refusal = (): Refusal =>
      new Refusal('conflict', 'Only a waiting run has a place in the queue, and this one has had its turn.');
    if (!runCan.reprioritise(before)) throw refusal();
    // The lease decides: by its priority the run waits, and what has been granted meanwhile stays as it was.
    const waitsBy = (await this.leases.get(before.id))?.priority ?? before.priority;
    if (before.priority === priority && waitsBy === priority) return before;
    if (!(await this.leases.reprioritise(before.id, priority))) throw refusal();
    const run = await this.showPriority(before, priority);
    await this.note(run, 'run.priority', caller, {
      before: { priority: waitsBy },
      after: { priority },
    });
    this.wakeups.wake(queueTopic(run.snapshot.cluster));
    this.wakeups.wake(runTopic(run.id));
    return run;
  }

  // Somebody else may have written between our two writes: whoever writes to the run last finds the lease's last word.
  private async showPriority(before: Run, asked: number): Promise<Run> {
    let run = before;
    let shown = asked;
    for (;;) {
      run = (await this.runs.reprioritise(before.id, shown)) ?? run;
      const waitsBy = (await this.leases.get(before.id))?.priority ?? shown;
      if (waitsBy === shown) return run;
      shown = waitsBy;
    }
  }

  // Usually a few milliseconds. When Temporal is away the caller is not kept waiting: the sweep delivers what is noted.
  private async deliver(run: Run): Promise<boolean> {
    const delivery = this.starter.cancel(run).then(
      () => true,
      () => false,
    );
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<boolean>((done) => {
      timer = setTimeout(() => {
        done(false);
      }, ANSWER_WITHIN_MS);
    });
    return Promise.race([delivery, patience]).finally(() => {
      clearTimeout(timer);
    });
  }

  private note(run: Run, action: string, actor: string, details: { readonly [name: string]: Json }): Promise<void> {
    return this.deeds.note(actor, action, `run/${run.id}`, details);
  }
}

function refuseIfEnded(run: Run, what: string): void {
  if (isFinal(run.state))
    throw new Refusal('conflict', `The run has already ended (${run.state}); it cannot be ${what}.`);
}
