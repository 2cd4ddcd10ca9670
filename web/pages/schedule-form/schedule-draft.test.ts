import { expect, test } from '@jest/globals';
import { ScheduleInput } from '../../../domain/contract/schedules.js';
import { parameterRow } from '../job-form/parameter-row.js';
import { draftOf, emptyDraft, requestOf, type ScheduleDraft } from './schedule-draft.js';

const rows = [parameterRow('day', { type: 'string', default: 'today' }), parameterRow('n', { type: 'integer' })];
const draft = (given: Partial<ScheduleDraft> = {}): ScheduleDraft => ({ ...emptyDraft('report'), ...given });

const shownOf = (document: object): ScheduleDraft =>
  draftOf({ ...ScheduleInput.parse(document), name: 'x' } as unknown as Parameters<typeof draftOf>[0]); // the fields of the document only

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
  const shown = shownOf({ job: 'report', everySeconds: 60, ...times });
  expect(requestOf(shown, rows)).toMatchObject(times);
  // A browser writes a whole minute without its seconds.
  expect(requestOf({ ...shown, endAt: '2026-11-25T08:30' }, rows)).toMatchObject(times);
});

test('what the form does not show survives an edit', () => {
  const kept = { cluster: 'big', labels: { team: 'a' }, priority: 1 };
  const shown = shownOf({ job: 'report', everySeconds: 60, ...kept, parameters: { n: 3 } });
  expect(requestOf(shown, rows)).toMatchObject({
    ...kept,
    everySeconds: 60,
    parameters: { n: 3 },
  });
});

test('a value that the schedule holds stays held, though it is the default of its job for now', () => {
  const shown = shownOf({ job: 'report', everySeconds: 60, parameters: { day: 'today' } });
  expect(requestOf({ ...shown, description: 'Each minute' }, rows).parameters).toEqual({ day: 'today' });
});

test('a value is no longer held once it is cleared, and the default is not held because it is shown', () => {
  const shown = shownOf({ job: 'report', everySeconds: 60, parameters: { n: 3 } });
  const fields = { ...shown.parameters, day: 'today' }; // a field is filled in with the default
  expect(requestOf({ ...shown, parameters: fields }, rows).parameters).toEqual({ n: 3 });
  expect(requestOf({ ...shown, parameters: { ...fields, n: '' } }, rows).parameters).toBeUndefined();
});

test('an empty text and a value that is set back to the default are held as well', () => {
  const shown = shownOf({ job: 'report', everySeconds: 60, parameters: { day: '' } });
  expect(requestOf(shown, rows).parameters).toEqual({ day: '' });
  expect(requestOf({ ...shown, parameters: { day: 'today' } }, rows).parameters).toEqual({ day: 'today' });
});
