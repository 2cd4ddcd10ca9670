import type { Task } from '@aws-sdk/client-ecs';
import type { Observation } from '../../../domain/exit.js';
import { nameOf } from './aws-errors.js';
import type { Handle } from './handle.js';
import type { Pace } from './pace.js';
import { AT_ONCE, type Tasks } from './tasks.js';
import { toObservation } from './to-exit.js';

/** ECS shows a new task within seconds, in bad hours within minutes; after that, "missing" means gone. */
const NOT_VISIBLE_YET_MS = 5 * 60_000;

/** Ended tasks are remembered so much longer than ECS does, which is about an hour. */
const REMEMBERED_MS = 2 * 3_600_000;

/** What was seen is believed for so long against an answer that leaves the task out. */
const BELIEVED_MS = 60_000;

interface Seen {
  readonly observation: Observation;
  /** When ECS was asked last; it may have left the task out. */
  readonly at: number;
  /** When ECS showed it last. */
  readonly shownAt: number;
}

interface Asked {
  readonly handle: Handle;
  readonly answers: ((observation: Observation) => void)[];
  readonly errors: ((error: unknown) => void)[];
}

/**
 * Looks at tasks for everybody who asks, a hundred at a time: questions of a short while are collected into one call,
 * and what was seen a moment ago is not asked again. AWS allows 20 such calls a second to the whole account.
 */
export class LookOut {
  readonly #seen = new Map<string, Seen>();
  readonly #asked = new Map<string, Asked>();
  readonly #listeners = new Map<string, Set<() => void>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly tasks: Tasks,
    private readonly pace: Pick<Pace, 'collectMs' | 'freshMs'>,
  ) {}

  /** What is known of the task now, at most a moment old. */
  observe(handle: Handle): Promise<Observation> {
    const seen = this.#seen.get(handle.task);
    if (seen !== undefined && (seen.observation.kind === 'ended' || Date.now() - seen.at < this.pace.freshMs)) {
      return Promise.resolve(seen.observation);
    }
    return new Promise((answer, error) => {
      const asked = this.#asked.get(handle.task) ?? { handle, answers: [], errors: [] };
      asked.answers.push(answer);
      asked.errors.push(error);
      this.#asked.set(handle.task, asked);
      if (this.#asked.size >= AT_ONCE) this.#ask();
      else this.#timer ??= setTimeout(() => this.#ask(), this.pace.collectMs);
    });
  }

  /** Calls back when somebody's look has found the task changed. */
  listen(task: string, listener: () => void): () => void {
    const own = this.#listeners.get(task) ?? new Set();
    this.#listeners.set(task, own.add(listener));
    return () => {
      own.delete(listener);
      if (own.size === 0 && this.#listeners.get(task) === own) this.#listeners.delete(task);
    };
  }

  /** The next question is answered by ECS itself: something was just done to the task. */
  expire(task: string): void {
    const seen = this.#seen.get(task);
    if (seen !== undefined && seen.observation.kind !== 'ended') this.#seen.set(task, { ...seen, at: 0 });
  }

  /** From now on the task is unknown here; ECS itself cannot be told, it forgets by itself. */
  forget(task: string): void {
    this.#seen.set(task, { observation: { kind: 'unknown' }, at: Number.POSITIVE_INFINITY, shownAt: 0 });
    this.#listeners.delete(task);
  }

  isForgotten(task: string): boolean {
    return this.#seen.get(task)?.at === Number.POSITIVE_INFINITY;
  }

  #ask(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const all = [...this.#asked.values()];
    this.#asked.clear();
    for (const cluster of new Set(all.map(({ handle }) => handle.cluster))) {
      const asked = all.filter(({ handle }) => handle.cluster === cluster);
      for (let from = 0; from < asked.length; from += AT_ONCE) {
        void this.#askFor(cluster, asked.slice(from, from + AT_ONCE));
      }
    }
    this.#tidy();
  }

  async #askFor(cluster: string, asked: readonly Asked[]): Promise<void> {
    try {
      const found = await this.#describe(cluster, asked);
      for (const { handle, answers } of asked) {
        const task = found === 'no cluster' ? undefined : found.get(handle.task);
        const observation =
          found === 'no cluster' ? goneWith(cluster) : task === undefined ? this.#missing(handle) : toObservation(task);
        this.#note(handle.task, observation, task !== undefined);
        for (const answer of answers) answer(observation);
      }
    } catch (error) {
      for (const { errors } of asked) for (const fail of errors) fail(error);
    }
  }

  async #describe(cluster: string, asked: readonly Asked[]): Promise<Map<string, Task> | 'no cluster'> {
    try {
      return await this.tasks.describe(
        cluster,
        asked.map(({ handle }) => handle.task),
      );
    } catch (error) {
      if (error instanceof Error && nameOf(error.cause) === 'ClusterNotFoundException') return 'no cluster';
      throw error;
    }
  }

  /** A task that is left out may only be young, or the answer may come from a part of ECS that lags behind. */
  #missing({ task, createdAt }: Handle): Observation {
    const now = Date.now();
    const seen = this.#seen.get(task);
    const isYoung = now - createdAt < NOT_VISIBLE_YET_MS;
    if (seen === undefined)
      return isYoung ? { kind: 'starting', phase: 'not visible in ECS yet' } : { kind: 'unknown' };
    return isYoung || now - seen.shownAt < BELIEVED_MS ? seen.observation : { kind: 'unknown' };
  }

  #note(task: string, observation: Observation, isShown: boolean): void {
    const before = this.#seen.get(task);
    if (before?.at === Number.POSITIVE_INFINITY) return; // forgotten meanwhile
    const now = Date.now();
    this.#seen.set(task, { observation, at: now, shownAt: isShown ? now : (before?.shownAt ?? 0) });
    if (before === undefined || before.observation.kind === observation.kind) return;
    for (const listener of [...(this.#listeners.get(task) ?? [])]) listener();
  }

  #tidy(): void {
    const longAgo = Date.now() - REMEMBERED_MS;
    for (const [task, { at }] of this.#seen) if (at < longAgo) this.#seen.delete(task);
    const forgotten = [...this.#seen].filter(([, { at }]) => at === Number.POSITIVE_INFINITY);
    for (const [task] of forgotten.slice(0, Math.max(0, forgotten.length - 10_000))) this.#seen.delete(task);
  }
}

/** ECS deletes a cluster only when nothing runs on it any more: then all its tasks are gone. */
const goneWith = (cluster: string): Observation => ({
  kind: 'unknown',
  reason: `The ECS cluster ${cluster} was deleted, and the task with it.`,
});
