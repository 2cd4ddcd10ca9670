import { type ScheduleRequest, type ScheduleView } from '../../../domain/contract/schedules.js';
import { jsonText } from '../../../domain/json-text.js';
import type { OverlapPolicy } from '../../../domain/schedule.js';
import { type Json, type ParameterRow, valueOf } from '../job-form/parameter-row.js';

type Amount = number | string;

/** A schedule as the form holds it. What the form does not know of it is kept in `rest`. */
export interface ScheduleDraft {
  /** Undefined while the form suggests one. */
  readonly name: string | undefined;
  readonly job: string | null;
  readonly description: string;
  readonly rhythm: 'cron' | 'interval';
  readonly cron: string;
  readonly everyMinutes: Amount;
  readonly timeZone: string;
  readonly overlap: OverlapPolicy;
  /** As typed, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What the schedule holds so far, whatever becomes of the defaults of its job. */
  readonly held: Readonly<Record<string, Json>>;
  readonly catchUpMinutes: Amount;
  readonly jitterSeconds: Amount;
  readonly pauseAfterFailures: Amount;
  /** As a `datetime-local` field holds it, UTC. */
  readonly startAt: string;
  readonly endAt: string;
  readonly rest: Pick<ScheduleRequest, 'cluster' | 'env' | 'command' | 'image' | 'resources' | 'priority' | 'labels'>;
}

export const emptyDraft = (job: string | null): ScheduleDraft => ({
  name: undefined,
  job,
  description: '',
  rhythm: 'cron',
  cron: '0 6 * * *',
  everyMinutes: 15,
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  overlap: 'skip',
  parameters: {},
  held: {},
  catchUpMinutes: 10,
  jitterSeconds: 0,
  pauseAfterFailures: '',
  startAt: '',
  endAt: '',
  rest: {},
});

export function draftOf(view: ScheduleView): ScheduleDraft {
  const { cluster, env, command, image, resources, priority, labels, parameters = {} } = view;
  return {
    name: view.name,
    job: view.job,
    description: view.description,
    rhythm: view.cron === undefined ? 'interval' : 'cron',
    cron: view.cron ?? '0 6 * * *',
    everyMinutes: (view.everySeconds ?? 900) / 60,
    timeZone: view.timeZone,
    overlap: view.overlap,
    parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, jsonText(value)])),
    held: parameters,
    catchUpMinutes: view.catchUpSeconds / 60,
    jitterSeconds: view.jitterSeconds,
    pauseAfterFailures: view.pauseAfterFailures ?? '',
    startAt: view.startAt?.slice(0, TO_THE_SECOND) ?? '',
    endAt: view.endAt?.slice(0, TO_THE_SECOND) ?? '',
    rest: { cluster, env, command, image, resources, priority, labels },
  };
}

/** The part of the draft that decides when it fires, in the API's words. */
export const timingOf = (draft: ScheduleDraft) => ({
  ...(draft.rhythm === 'cron' ? { cron: draft.cron } : { everySeconds: Math.round(Number(draft.everyMinutes) * 60) }),
  timeZone: draft.timeZone,
  jitterSeconds: Number(draft.jitterSeconds),
  ...(draft.startAt === '' ? {} : { startAt: isoOf(draft.startAt) }),
  ...(draft.endAt === '' ? {} : { endAt: isoOf(draft.endAt) }),
});

/** The draft in the API's words. `rows` are the parameters of its job. */
export function requestOf(draft: ScheduleDraft, rows: readonly ParameterRow[]): ScheduleRequest {
  const parameters = parametersOf(draft, rows);
  const { pauseAfterFailures } = draft;
  return {
    ...draft.rest,
    job: draft.job ?? '',
    description: draft.description,
    ...timingOf(draft),
    overlap: draft.overlap,
    catchUpSeconds: Math.round(Number(draft.catchUpMinutes) * 60),
    ...(pauseAfterFailures === '' ? {} : { pauseAfterFailures: Number(pauseAfterFailures) }),
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
  };
}

/** What is typed. A default is shown only, and follows its job, unless the schedule held a value there before. */
const parametersOf = ({ parameters, held }: ScheduleDraft, rows: readonly ParameterRow[]): Record<string, Json> =>
  Object.fromEntries(
    rows.flatMap(({ name, kind, standard }): [string, Json][] => {
      const text = parameters[name] ?? '';
      const before = held[name];
      if (before !== undefined && text === jsonText(before)) return [[name, before]];
      return text === '' || (text === standard && before === undefined) ? [] : [[name, valueOf(kind, text)]];
    }),
  );

/** The length of `2026-11-24T08:30:15`; a field leaves the seconds out where there are none. */
const TO_THE_SECOND = 19;
const isoOf = (text: string): string => `${text.padEnd(TO_THE_SECOND, ':00')}.000Z`;
