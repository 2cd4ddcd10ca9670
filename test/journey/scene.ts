import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import type { RunView } from '../../domain/contract/runs.js';
import { inTurns } from '../../domain/in-turns.js';
import { isFinal } from '../../domain/run-state.js';
import type { Dice } from './dice.js';
import type { LedgerWatch } from './ledger-watch.js';
import { overlaps, readMarks } from './marks.js';
import { until } from './until.js';
import type { World } from './world.js';

/** Without a fault in between a scene is over in seconds; this is for faults that are healed each minute only. */
const PATIENCE_MILLISECONDS = 240_000;

const LAUNCHED_AT_ONCE = 4;

/**
 * A cluster with short runs that leave marks of their own in a file when they begin and when they end. Whatever is done
 * to it meanwhile, `settle` holds it to what Flotilla promises.
 */
export class Scene {
  readonly #launched: string[] = [];
  readonly #disturbed = new Set<string>();

  private constructor(
    readonly world: World,
    readonly cluster: string,
    private readonly watch: LedgerWatch,
    private readonly limits: { readonly slots: number; readonly cpu: number },
  ) {}

  /** Connects the cluster. Its cpu runs short as well, so that more than one limit is held to. */
  static async open(world: World, watch: LedgerWatch, cluster: string, slots: number): Promise<Scene> {
    const limits = { slots, cpu: Math.round(slots * 1.25) / 100 };
    await world.api.cluster(cluster, { limits });
    watch.guard(cluster, limits);
    return new Scene(world, cluster, watch, limits);
  }

  /** Launches so many runs, some at a time, each of which lasts a part of a second (or longer, if told). */
  async launch(count: number, dice: Dice, mostMilliseconds = 700): Promise<void> {
    const requests = Array.from({ length: count }, () => this.#request(dice, mostMilliseconds));
    await inTurns(LAUNCHED_AT_ONCE, requests, async (request) => {
      this.#launched.push((await this.world.api.launchSurely(request)).id);
    });
  }

  #request(dice: Dice, mostMilliseconds: number) {
    const seconds = dice.between(100, mostMilliseconds) / 1000;
    return {
      spec: {
        command: `${this.#mark('start')}; echo one; sleep ${seconds}; echo two; ${this.#mark('end')}`,
        resources: { cpu: dice.between(1, 3) / 100, memoryMiB: 4 },
      },
      cluster: this.cluster,
    };
  }

  /** What the test itself ends by force need not succeed. */
  disturb(id: string): void {
    this.#disturbed.add(id);
  }

  /** Runs that are not over. */
  live(): Promise<RunView[]> {
    return this.world.api.runs(`cluster=${this.cluster}&state=queued,starting,running`);
  }

  get launched(): readonly string[] {
    return this.#launched;
  }

  /** How many commands have begun by now. */
  get begun(): number {
    return this.#marks().filter(({ kind }) => kind === 'start').length;
  }

  /** Waits until every run is over, and holds the outcome to the promises; throws with what was broken. */
  async settle(): Promise<void> {
    const runs: RunView[] = [];
    for (const id of this.#launched) runs.push(await this.world.api.ended(id, PATIENCE_MILLISECONDS));
    const marks = this.#marks();
    for (const run of runs) {
      const starts = marks.filter(({ kind, id }) => kind === 'start' && id === run.id).length;
      assert(isFinal(run.state));
      if (this.#disturbed.has(run.id)) this.#checkDisturbed(run, starts);
      else await this.#checkUndisturbed(run, starts);
    }
    const ends = new Map(runs.map(({ id, attempts }) => [id, Date.parse(attempts.at(-1)?.endedAt ?? '')]));
    assert.deepEqual(overlaps(marks, ends, this.limits.slots), [], 'more commands ran at once than there are slots');
    await until(
      `no lease of ${this.cluster} is left`,
      async () => [await this.watch.ledger.held(this.cluster), await this.watch.ledger.waiting(this.cluster, 10)],
      ([held = [], waiting = []]) => held.length + waiting.length === 0,
    );
    assert.deepEqual(this.watch.findings.broken, []);
    assert(this.watch.findings.looks > 0);
    this.watch.forget(this.cluster);
  }

  async #checkUndisturbed({ id, state, failure, attempts }: RunView, starts: number): Promise<void> {
    const seen = { id, state, failure, attempts: attempts.length, starts };
    assert.deepEqual(seen, { id, state: 'succeeded', failure: undefined, attempts: 1, starts: 1 });
    const lines = await this.world.api.log(id);
    assert.deepEqual(
      lines.map(({ text }) => text),
      ['one', 'two'],
    );
  }

  #checkDisturbed({ id, state, failure, attempts }: RunView, starts: number): void {
    assert(starts <= 1 && attempts.length <= 1, `${id} was started ${starts} times`);
    if (state === 'succeeded') assert.equal(starts, 1);
    else assert(state === 'cancelled' || failure?.code === 'stopped-externally', `${id}: ${state} ${failure?.code}`);
  }

  #mark(kind: 'start' | 'end'): string {
    return `echo "${kind} $FLOTILLA_RUN_ID $(date +%s%3N)" >> ${this.#file}`;
  }

  #marks() {
    return existsSync(this.#file) ? readMarks(readFileSync(this.#file, 'utf8')) : [];
  }

  get #file(): string {
    return this.world.file(this.cluster);
  }
}
