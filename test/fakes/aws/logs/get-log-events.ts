import { AwsError, invalid } from '../aws-error.js';
import type { Account } from '../account.js';
import type { LogRule } from '../chaos-plan.js';
import { logGroupOf } from './log-group.js';
import type { LogEvent, LogStream } from './log-records.js';

type Input = {
  logGroupName?: string;
  logGroupIdentifier?: string;
  logStreamName: string;
  startTime?: number;
  endTime?: number;
  nextToken?: string;
  limit?: number;
  startFromHead?: boolean;
};

const largestPage = 1_048_576;

/**
 * GetLogEvents: a token is a place in the stream. At either end the same token comes back; between two pages there may be
 * empty ones with tokens of their own.
 */
export function getLogEvents(account: Account, input: Input): unknown {
  const stream = streamOf(account, input);
  const rule = ruleOf(account, stream);
  const events = readable(stream, rule).filter((event) => isWithin(event, input));
  const limit = Math.min(input.limit ?? 10_000, rule.splitEvery ?? Infinity);
  const place = placeOf(input, events.length, limit);
  if (place.direction === 'b') return backwards(events, place, limit);
  const atEnd = place.at >= events.length;
  if (!atEnd && place.at > 0 && place.empties < (rule.emptyPages ?? 0)) {
    return answer([], place.at, { at: place.at, empties: place.empties + 1 });
  }
  const page = fitting(events.slice(place.at, place.at + limit));
  return answer(page, place.at, { at: place.at + page.length, empties: atEnd ? place.empties : 0 });
}

type Place = { readonly direction: 'f' | 'b'; readonly at: number; readonly empties: number };

function placeOf(input: Input, length: number, limit: number): Place {
  if (input.nextToken === undefined) {
    const at = input.startFromHead === true ? 0 : Math.max(0, length - limit);
    return { direction: 'f', at, empties: 0 };
  }
  const parts = /^([fb])\/(\d{48})(\d{8})\/s$/.exec(input.nextToken);
  if (!parts) throw invalid('The specified nextToken is invalid.');
  return { direction: parts[1] === 'b' ? 'b' : 'f', at: Number(parts[2]), empties: Number(parts[3]) };
}

function backwards(events: readonly LogEvent[], place: Place, limit: number): unknown {
  const from = Math.max(0, place.at - limit);
  return answer(events.slice(from, place.at), from, { at: place.at, empties: 0 });
}

function answer(events: readonly LogEvent[], from: number, next: { at: number; empties: number }): unknown {
  return { events, nextForwardToken: token('f', next.at, next.empties), nextBackwardToken: token('b', from, 0) };
}

function token(direction: 'f' | 'b', at: number, empties: number): string {
  return `${direction}/${String(at).padStart(48, '0')}${String(empties).padStart(8, '0')}/s`;
}

function fitting(events: readonly LogEvent[]): LogEvent[] {
  let size = 0;
  const over = events.findIndex((event) => (size += Buffer.byteLength(event.message) + 26) > largestPage);
  return over > 0 ? events.slice(0, over) : [...events];
}

function isWithin(event: LogEvent, input: Input): boolean {
  return event.timestamp >= (input.startTime ?? 0) && event.timestamp < (input.endTime ?? Infinity);
}

/** The stream of a call; refuses one that is not there, or that the chaos plan loses. */
export function streamOf(account: Account, input: Input): LogStream {
  const stream = logGroupOf(account, input).streams.get(input.logStreamName);
  if (!stream || ruleOf(account, stream).lost === true) {
    throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  }
  return stream;
}

/** What the chaos plan says about the stream. */
export function ruleOf(account: Account, stream: LogStream): LogRule {
  return stream.task ? account.chaos.forLog(stream.task.subject) : {};
}

/** The events that have arrived: some may be on their way still, and a tail may come long after the end. */
export function readable(stream: LogStream, rule: LogRule): readonly LogEvent[] {
  const now = Date.now();
  const stoppedAt = stream.task?.times.stoppedAt;
  const tailIsThere =
    rule.tailDelayMs === undefined || (stoppedAt !== undefined && now >= stoppedAt + rule.tailDelayMs);
  const upTo = stream.events.length - (tailIsThere ? 0 : (rule.tailEvents ?? 5));
  const there = stream.events.slice(0, Math.max(0, upTo));
  return rule.delayMs === undefined ? there : there.filter((event) => event.ingestionTime + (rule.delayMs ?? 0) <= now);
}
