import { Wakeups } from '../../domain/ports.js';

interface WakeMessage {
  readonly kind: 'wake';
  readonly topic: string;
}

/**
 * Wake-ups inside this process, and over the channel to the parent (when there is one) to its other processes.
 * A topic that is woken again before the message has left is told once.
 */
export class IpcWakeups extends Wakeups {
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #leaving = new Set<string>();
  readonly #hear = (message: unknown): void => {
    if (isWake(message)) this.#tell(message.topic);
  };

  constructor() {
    super();
    if (process.send !== undefined) process.on('message', this.#hear);
  }

  override wake(topic: string): void {
    this.#tell(topic);
    if (process.send === undefined || this.#leaving.has(topic)) return;
    this.#leaving.add(topic);
    setImmediate(() => {
      this.#leaving.delete(topic);
      const message: WakeMessage = { kind: 'wake', topic };
      // A parent that has gone away hears nothing; polling goes on.
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
    });
  }

  override subscribe(topic: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic);
    };
  }

  close(): void {
    process.off('message', this.#hear);
    this.#listeners.clear();
  }

  #tell(topic: string): void {
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) listener();
  }
}

const isWake = (message: unknown): message is WakeMessage =>
  typeof message === 'object' &&
  message !== null &&
  'kind' in message &&
  message.kind === 'wake' &&
  'topic' in message &&
  typeof message.topic === 'string';
