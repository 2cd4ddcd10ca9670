import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import type { LaunchAnswer } from '../../../domain/engine.js';
import type { Json } from '../../../domain/json.js';
import { systemErrorCode } from './system-error-code.js';
import type { Claim, Evidence, Stop } from './to-exit.js';

/**
 * The files of one attempt; everything that is known of it, for whoever comes after us. Written once each:
 * `request`, then `claim` (by the supervisor, or by us to make sure that none will start), `stop` and `deadline`,
 * `code`, `exit`; beside them `output` and the command's `work` folder.
 *
 * Reads are synchronous: a few bytes from a local disk cost less than a trip through the thread pool.
 */
export class AttemptFolder {
  #claim: Claim | undefined;

  constructor(readonly path: string) {}

  file(name: 'claim' | 'code' | 'exit' | 'stop' | 'deadline' | 'request' | 'output' | 'work'): string {
    return join(this.path, name);
  }

  exists(): boolean {
    return statSync(this.path, { throwIfNoEntry: false }) !== undefined;
  }

  /** Makes the folder, its `work` and its request; what is there already stays. For our eyes only: env holds values. */
  prepare(request: Json): void {
    mkdirSync(this.file('work'), { recursive: true, mode: 0o700 });
    if (this.request() !== undefined) return;
    const draft = join(this.path, `request.${process.pid}.${Math.random().toString(36).slice(2)}`);
    writeFileSync(draft, JSON.stringify(request), { mode: 0o600 });
    renameSync(draft, this.file('request'));
  }

  request(): Json | undefined {
    const text = read(this.file('request'))?.text;
    // We wrote it in one piece; it is empty only where the power went off before the disk had it.
    return text === undefined || text === '' ? undefined : (JSON.parse(text) as Json);
  }

  claim(): Claim | undefined {
    if (this.#claim !== undefined) return this.#claim;
    const found = read(this.file('claim'));
    if (found === undefined) return undefined;
    if (!found.text.endsWith('\n')) return { kind: 'unwritten', at: found.at };
    if (found.text.startsWith('void ')) {
      this.#claim = { kind: 'void', at: found.at, answer: JSON.parse(found.text.slice(5)) as LaunchAnswer }; // by voidClaim
    } else {
      const [pid = '', machine = '', ...started] = found.text.trim().split(' ');
      this.#claim = { kind: 'process', at: found.at, pid: Number(pid), machine, started: started.join(' ') };
    }
    return this.#claim;
  }

  /** Takes the place of the supervisor, so that none can ever start; false when one was quicker. */
  voidClaim(answer: LaunchAnswer): boolean {
    return writeNew(this.file('claim'), `void ${JSON.stringify(answer)}\n`);
  }

  /** Everything but whether somebody is alive. */
  evidence(): Omit<Evidence, 'alive'> {
    const claim = this.claim();
    const exit = read(this.file('exit'));
    const code = read(this.file('code'));
    return {
      claim,
      isOlderThanBoot: claim?.kind !== 'process' && (read(this.file('request'))?.at ?? Infinity) < bootedAt(),
      ...(code === undefined ? {} : { code: { at: code.at, ...numbers(code.text, 'code') } }),
      ...(exit === undefined ? {} : { exit: { at: exit.at, ...numbers(exit.text, 'code', 'log') } }),
      ...this.#stop(),
    };
  }

  /** Notes the first stop, before anything is done about it. True when this is the first. */
  noteStop(reason: string, graceSeconds: number): boolean {
    return writeNew(this.file('stop'), JSON.stringify({ reason, graceSeconds }));
  }

  /** Notes that the polite stop has been delivered, and the earliest of all deadlines. */
  noteDeadline(deadline: number): void {
    if (deadline < (this.deadline() ?? Infinity)) writeFileSync(this.file('deadline'), String(deadline));
  }

  /** Undefined as long as the polite stop has not been delivered. */
  deadline(): number | undefined {
    const text = read(this.file('deadline'))?.text;
    return text === undefined || text === '' ? undefined : Number(text);
  }

  /** Takes back a stop that came too late. */
  eraseStop(): void {
    rmSync(this.file('stop'), { force: true });
  }

  #stop(): { stop?: Stop } {
    const found = read(this.file('stop'));
    if (found === undefined) return {};
    const { reason, graceSeconds } = parseStop(found.text);
    return {
      stop: { at: found.at, reason, graceSeconds, deadline: this.deadline() ?? found.at + graceSeconds * 1000 },
    };
  }
}

function parseStop(text: string): Pick<Stop, 'reason' | 'graceSeconds'> {
  try {
    return JSON.parse(text) as Pick<Stop, 'reason' | 'graceSeconds'>; // written by noteStop
  } catch {
    return { reason: 'no reason could be noted', graceSeconds: 0 }; // the disk was full; the stop itself counts
  }
}

const bootedAt = (): number => Date.now() - uptime() * 1000;

/**
 * A file's text and its time of change. Times of files are compared with times of files only: the kernel stamps them
 * by a coarser clock than ours.
 */
function read(path: string): { text: string; at: number } | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    return { text, at: Math.floor(statSync(path).mtimeMs) };
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function writeNew(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** The numbers of a line by name; none when the line has no end, because then it was not written to its end. */
function numbers<Name extends string>(text: string, ...names: Name[]): { [N in Name]?: number } {
  if (!text.endsWith('\n')) return {};
  const values = text.trim().split(' ');
  const pairs = names.map((name, i) => [name, values[i] === undefined ? NaN : Number(values[i])] as const);
  return Object.fromEntries(pairs.filter(([, value]) => Number.isInteger(value))) as { [N in Name]?: number }; // as built
}
