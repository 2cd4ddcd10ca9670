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

/** So many that were forgotten are left out until ECS itself forgets them, the oldest first to go. */
const MOST_FORGOTTEN = 10_000;

/** What was seen is believed for so long against an answer that leaves the task out. */
const BELIEVED_MS = 60_000;

interface Seen {
  readonly observation: Observation;
  /** When ECS was asked last; it may have left the task out. */
  readonly at: number;
  /** Something was done to the task since. */
  readonly isStale?: boolean;
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
  readonly #forgotten = new Set<string>();
  readonly #asked = new Map<string, Asked>();
  readonly #listeners = new Map<string, Set<() => void>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly tasks: Tasks,
    private readonly pace: Pick<Pace, 'collectMs' | 'freshMs'>,
  ) {}

  /** What is known of the task now, at most a moment old. */
  observe(handle: Handle): Promise<Observation> {
    if (this.#forgotten.has(handle.task)) return Promise.resolve({ kind: 'unknown' });
    const seen = this.#seen.get(handle.task);
    if (seen !== undefined && (seen.observation.kind === 'ended' || this.#isFresh(seen)))
      return Promise.resolve(seen.observation);
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
    if (seen !== undefined && seen.observation.kind !== 'ended') this.#seen.set(task, { ...seen, isStale: true });
  }

  /** From now on the task is unknown here; ECS itself cannot be told, it forgets by itself. */
  forget(task: string): void {
    this.#forgotten.add(task);
    this.#seen.delete(task);
    this.#listeners.delete(task);
  }

  isForgotten(task: string): boolean {
    return this.#forgotten.has(task);
  }

  #isFresh({ at, isStale = false }: Seen): boolean {
    return !isStale && Date.now() - at < this.pace.freshMs;
  }

  #ask(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const all = [...this.#asked.values()];
    this.#asked.clear();
    for (const cluster of new Set(all.map(({ handle }) => handle.cluster))) {
      void this.#askFor(
        cluster,
        all.filter(({ handle }) => handle.cluster === cluster),
      );
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
    if (this.#forgotten.has(task)) return; // meanwhile
    const before = this.#seen.get(task);
    const now = Date.now();
    this.#seen.set(task, { observation, at: now, shownAt: isShown ? now : (before?.shownAt ?? 0) });
    if (before === undefined || before.observation.kind === observation.kind) return;
    for (const listener of [...(this.#listeners.get(task) ?? [])]) listener();
  }

  #tidy(): void {
    const longAgo = Date.now() - REMEMBERED_MS;
    for (const [task, { at }] of this.#seen) if (at < longAgo) this.#seen.delete(task);
    for (const task of this.#forgotten) {
      if (this.#forgotten.size <= MOST_FORGOTTEN) break;
      this.#forgotten.delete(task);
    }
  }
}

/** ECS deletes a cluster only when nothing runs on it any more: then all its tasks are gone. */
const goneWith = (cluster: string): Observation => ({
  kind: 'unknown',
  reason: `The ECS cluster ${cluster} was deleted, and the task with it.`,
});
