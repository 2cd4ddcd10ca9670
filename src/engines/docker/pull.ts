import type Docker from 'dockerode';
import type { LaunchAnswer } from '../../../domain/engine.js';
import { failureOf, refusalOf } from './connect.js';
import { jsonLines } from './json-lines.js';
import { PullProgress } from './pull-progress.js';
import { pullRefusal } from './to-refusal.js';

type PullAnswer = { readonly kind: 'pulled' } | Extract<LaunchAnswer, { kind: 'refused' }>;

/** Docker reports progress several times a second; a pull that is silent for so long hangs. */
const SILENCE_MS = 5 * 60_000;
const TELL_EVERY_MS = 500;

/** Pulls images; several launches that want the same one share the pull. */
export class Pulls {
  private readonly running = new Map<
    string,
    { answer: Promise<PullAnswer>; listeners: Set<(phase: string) => void> }
  >();

  constructor(private readonly docker: Docker) {}

  /**
   * Brings the image here, telling how far it is; answers why not in the registry's words. When nobody wants it any more
   * the signal's reason is thrown; the pull goes on, for the next one.
   */
  async pull(image: string, tell: (phase: string) => void, unwanted?: AbortSignal): Promise<PullAnswer> {
    unwanted?.throwIfAborted();
    let pull = this.running.get(image);
    if (pull === undefined) {
      const listeners = new Set<(phase: string) => void>();
      const answer = this.start(image, (phase) => {
        for (const listener of listeners) listener(phase);
      }).finally(() => this.running.delete(image));
      pull = { answer, listeners };
      this.running.set(image, pull);
    }
    pull.listeners.add(tell);
    try {
      return await unlessAborted(pull.answer, unwanted);
    } finally {
      pull.listeners.delete(tell);
    }
  }

  private async start(image: string, tell: (phase: string) => void): Promise<PullAnswer> {
    const silent = new AbortController();
    let timer = setTimeout(() => silent.abort(), SILENCE_MS);
    try {
      const stream = await this.docker.pull(image, { abortSignal: silent.signal });
      const progress = new PullProgress();
      let told = 0;
      for await (const report of jsonLines(stream)) {
        clearTimeout(timer);
        timer = setTimeout(() => silent.abort(), SILENCE_MS);
        progress.add(report);
        if (progress.error !== undefined) return pullRefusal(progress.error);
        if (Date.now() - told < TELL_EVERY_MS) continue;
        told = Date.now();
        tell(progress.phase());
      }
      return { kind: 'pulled' };
    } catch (error) {
      if (silent.signal.aborted) return pullRefusal(`No progress for ${SILENCE_MS / 1000} s while pulling ${image}.`);
      const refusal = refusalOf(error);
      if (refusal !== undefined) return pullRefusal(refusal.message);
      throw failureOf(error, `pull ${image}`);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** What is promised, or the signal's reason thrown as soon as it is aborted. */
async function unlessAborted<Answer>(answer: Promise<Answer>, signal: AbortSignal | undefined): Promise<Answer> {
  if (signal === undefined) return answer;
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  return Promise.race([answer, aborted]);
}
