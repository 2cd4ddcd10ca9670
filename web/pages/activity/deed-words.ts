import type { Json } from '../../../domain/json.js';
import { jsonText } from '../../../domain/json-text.js';

const verbs: Readonly<Record<string, string>> = {
  'run.launch': 'launched',
  'run.rerun': 'ran again, as',
  'run.cancel': 'cancelled',
  'run.cancel-many': 'cancelled all runs that match',
  'run.forget-many': 'removed from the history, as too old,',
  'run.priority': 'changed the priority of',
  'job.create': 'created',
  'job.revise': 'changed',
  'job.archive': 'archived',
  'cluster.create': 'connected',
  'cluster.change': 'changed',
  'cluster.active': 'resumed',
  'cluster.paused': 'paused',
  'cluster.draining': 'drained',
  'cluster.remove': 'removed',
  'schedule.create': 'created',
  'schedule.change': 'changed',
  'schedule.remove': 'removed',
  'schedule.pause': 'paused',
  'schedule.resume': 'resumed',
  'schedule.trigger': 'fired',
  'schedule.backfill': 'began to backfill',
  'schedule.stop-backfill': 'stopped the backfill of',
  'token.create': 'made',
  'token.revoke': 'revoked',
  'session.login': 'logged in with',
  cleanup: 'tidied up after',
  'outcome-restored': 'recorded again, as remembered by Temporal, the end of',
  'orphan-stopped': 'stopped what nobody looked after on',
};

/** A deed as a verb; what has no verb of its own is told as it is written. */
export function deedWords(action: string): string {
  return verbs[action] ?? action.replace(/^\w+\./, '').replaceAll('-', ' ');
}

export interface DetailLine {
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
}

/** What was changed, field by field; other details stand as they are. */
export function detailLines(details: { readonly [name: string]: Json }): DetailLine[] {
  const { before, after, ...others } = details;
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  const changed = names
    .filter((name) => was[name] !== undefined || !isNothing(is[name]))
    .map((name) => ({
      name,
      ...(was[name] === undefined ? {} : { before: jsonText(was[name]) }),
      ...(is[name] === undefined ? {} : { after: jsonText(is[name]) }),
    }));
  return [...changed, ...Object.entries(others).map(([name, value]) => ({ name, after: jsonText(value) }))];
}

/** What a new thing leaves empty is no news of it. */
const isNothing = (value: Json | undefined): boolean => value === '' || (Array.isArray(value) && value.length === 0);

const fieldsOf = (value: Json | undefined): { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [name: string]: Json }) // no list, as just looked
    : {};
