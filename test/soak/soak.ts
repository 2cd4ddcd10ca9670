import { Dice } from '../journey/dice.js';
import { clusterFaults, worldFaults } from '../journey/faults.js';
import type { FaultyWorld } from '../journey/faulty-world.js';
import { Scene } from '../journey/scene.js';

/** Between two faults, at most. */
const CALM_MILLISECONDS = 6_000;

/** The large scene: as many run as have slots, and twice as many wait. */
const LARGE = { slots: 50, runs: 150 };
const SMALL = { slots: 5, runs: 20, atOnce: 3 };

/** A scene is replaced by a new one when so few of its runs are still to come. */
const NEARLY_OVER = 0.25;

interface Act {
  readonly scene: Scene;
  readonly runs: number;
  readonly launching: Promise<void>;
  /** Nothing bad is done to its runs alone any more: it is on its way to its end. */
  isClosing: boolean;
}

/** One bad thing after the other, to whoever is about, while new runs keep coming. */
export class Soak {
  readonly #acts = new Set<Act>();
  readonly #settling = new Set<Promise<void>>();
  readonly #rounds = new Map<string, number>();
  readonly #failures: string[] = [];
  /** Chance of its own: when a run is launched must not decide which fault comes next. */
  readonly #load: Dice;
  #scenes = 0;
  #runs = 0;

  constructor(
    private readonly faulty: FaultyWorld,
    private readonly dice: Dice,
    private readonly say: (text: string) => void,
  ) {
    this.#load = new Dice(dice.seed + 1);
  }

  async run(milliseconds: number): Promise<{ text: string; failures: number }> {
    const end = Date.now() + milliseconds;
    while (Date.now() < end && this.#failures.length === 0) {
      await this.#keepBusy();
      await this.dice.pause(CALM_MILLISECONDS);
      await this.#round();
    }
    for (const act of this.#acts) this.#close(act);
    await Promise.all(this.#settling);
    return { text: this.#report(), failures: this.#failures.length };
  }

  async #keepBusy(): Promise<void> {
    for (const act of this.#acts) if (act.scene.begun >= act.runs * (1 - NEARLY_OVER)) this.#close(act);
    const open = this.#open();
    const isLargeThere = open.some(({ runs }) => runs === LARGE.runs);
    if (!isLargeThere) await this.#begin(LARGE.slots, LARGE.runs, 8_000);
    for (let n = open.length - (isLargeThere ? 1 : 0); n < SMALL.atOnce; n += 1)
      await this.#begin(SMALL.slots, SMALL.runs, 2_000);
  }

  /** Those whose runs may still be struck. */
  #open(): Act[] {
    return [...this.#acts].filter(({ isClosing }) => !isClosing);
  }

  async #begin(slots: number, runs: number, mostMilliseconds: number): Promise<void> {
    this.#scenes += 1;
    this.#runs += runs;
    const scene = await Scene.open(this.faulty.world, this.faulty.watch, `soak-${this.#scenes}`, slots);
    // Not waited for: what happens to everybody also happens to those who are just launching.
    const launching = scene.launch(runs, this.#load, mostMilliseconds);
    launching.catch(() => undefined); // thrown again when the act is closed
    this.#acts.add({ scene, runs, launching, isClosing: false });
  }

  /** One fault: to everybody, or to one cluster. */
  async #round(): Promise<void> {
    const toAll = Object.values(worldFaults);
    const at = this.dice.between(0, toAll.length + clusterFaults.length);
    const everybody = toAll[at];
    const one = clusterFaults[at - toAll.length];
    const victim = this.dice.pick(this.#open());
    const name = everybody?.name ?? one?.name ?? '';
    this.say(`${name}${everybody === undefined ? ` (${victim?.scene.cluster})` : ''}`);
    try {
      if (everybody !== undefined) await everybody.strike(this.faulty.world, this.faulty.line, this.dice);
      else if (one !== undefined && victim !== undefined) await one.strike(victim.scene, this.dice);
      this.#rounds.set(name, (this.#rounds.get(name) ?? 0) + 1);
    } catch (error) {
      this.#failures.push(`${name}: ${String(error)}`);
    }
  }

  #close(act: Act): void {
    if (act.isClosing) return;
    act.isClosing = true;
    const settling = act.launching
      .then(() => act.scene.settle())
      .catch((error: unknown) => {
        this.#failures.push(`${act.scene.cluster}: ${String(error)}`);
        this.say(this.#failures.at(-1) ?? '');
      })
      .finally(() => {
        this.#acts.delete(act);
        this.#settling.delete(settling);
      });
    this.#settling.add(settling);
  }

  #report(): string {
    const { looks, broken } = this.faulty.watch.findings;
    const rounds = [...this.#rounds].sort().map(([name, count]) => `${String(count).padStart(5)}  ${name}`);
    const all = [...this.#rounds.values()].reduce((sum, count) => sum + count, 0);
    return [
      ...rounds,
      `${String(all).padStart(5)}  rounds in all, while ${this.#runs} runs on ${this.#scenes} clusters came and went`,
      `${String(looks).padStart(5)}  looks into the ledger, ${broken.length} of them over a limit`,
      ...(this.#failures.length === 0 ? ['all held'] : this.#failures.map((failure) => `FAILED ${failure}`)),
      '',
    ].join('\n');
  }
}
