import { expect, test } from '@jest/globals';
import { ScheduleInput } from '../../../domain/contract/schedules.js';
import { parameterRow } from '../job-form/parameter-row.js';
import { draftOf, emptyDraft, requestOf, type ScheduleDraft } from './schedule-draft.js';

const rows = [parameterRow('day', { type: 'string', default: 'today' }), parameterRow('n', { type: 'integer' })];
const draft = (given: Partial<ScheduleDraft> = {}): ScheduleDraft => ({ ...emptyDraft('report'), ...given });

test('an untouched draft of a new schedule is a whole request', () => {
  const read = ScheduleInput.parse(requestOf(draft({ timeZone: 'UTC' }), rows));
  expect(read).toMatchObject({
    job: 'report',
    cron: '0 6 * * *',
    timeZone: 'UTC',
    overlap: 'skip',
    catchUpSeconds: 600,
  });
  expect(read.parameters).toBeUndefined();
});

test('an interval is sent in seconds, and parameters in the types of their schemas', () => {
  const filled = draft({ rhythm: 'interval', everyMinutes: 1.5, parameters: { day: 'today', n: '3' } });
  expect(requestOf(filled, rows)).toMatchObject({ everySeconds: 90, parameters: { n: 3 } });
  expect(requestOf(filled, rows).cron).toBeUndefined();
});

test('a start and an end keep their seconds, and get them where a field leaves them out', () => {
  const times = { startAt: '2026-11-24T08:30:15.000Z', endAt: '2026-11-25T08:30:00.000Z' };
  const view = ScheduleInput.parse({ job: 'report', everySeconds: 60, ...times });
  const shown = draftOf({ ...view, name: 'x' } as unknown as Parameters<typeof draftOf>[0]); // the fields of the document only
  expect(requestOf(shown, rows)).toMatchObject(times);
  // A browser writes a whole minute without its seconds.
  expect(requestOf({ ...shown, endAt: '2026-11-25T08:30' }, rows)).toMatchObject(times);
});

test('what the form does not show survives an edit', () => {
  const view = {
    ...ScheduleInput.parse({ job: 'report', everySeconds: 60, cluster: 'big', labels: { team: 'a' }, priority: 1 }),
    parameters: { n: 3 },
  };
  const shown = draftOf({ ...view, name: 'x' } as unknown as Parameters<typeof draftOf>[0]); // the fields of the document only
  expect(requestOf(shown, rows)).toMatchObject({
    cluster: 'big',
    labels: { team: 'a' },
    priority: 1,
    everySeconds: 60,
    parameters: { n: 3 },
  });
});
