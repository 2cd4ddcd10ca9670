import type { LogBatch, LogLineView } from '../../../domain/contract/logs.js';
import { followEvents, type Patience } from '../server/follow-events.js';
import type { Http } from '../server/http.js';

export interface LogPlace {
  readonly attempt: number;
  /** The last line that is known already; 0 for none. */
  readonly line: number;
}

export interface LogFollowing {
  readonly runId: string;
  /** Only this attempt; otherwise all that come. */
  readonly attempt?: number;
  /** Begins behind this place. */
  readonly after?: LogPlace;
  readonly signal?: AbortSignal;
  readonly patience?: Patience;
  readonly onConnection?: (state: 'broken' | 'back') => void;
}

export interface AttemptLines {
  readonly attempt: number;
  readonly lines: readonly LogLineView[];
}

/** A run's log as it comes, every line once and in order, until the run has ended and its log is complete. */
export async function* followLog(http: Http, following: LogFollowing): AsyncGenerator<AttemptLines> {
  const { runId, attempt, after, ...rest } = following;
  let at: LogPlace = after ?? { attempt: 0, line: 0 };
  const events = followEvents(http, {
    ...rest,
    path: `/runs/${runId}/logs/stream`,
    query: { attempt },
    ...(after === undefined ? {} : { lastEventId: `${String(after.attempt)}.${String(after.line)}` }),
  });
  for await (const { event, data } of events) {
    if (event !== 'lines') continue;
    const batch = JSON.parse(data) as LogBatch; // the contract names the shape of this event
    // What was seen before the connection broke is not shown again, whatever the server sends.
    const lines = batch.lines.filter((line) => isBehind({ attempt: batch.attempt, line: line.n }, at));
    const last = lines.at(-1);
    if (last === undefined) continue;
    at = { attempt: batch.attempt, line: last.n };
    yield { attempt: batch.attempt, lines };
  }
}

const isBehind = (place: LogPlace, known: LogPlace): boolean =>
  place.attempt > known.attempt || (place.attempt === known.attempt && place.line > known.line);
