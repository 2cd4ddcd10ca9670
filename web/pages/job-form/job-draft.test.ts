import { describe, expect, test } from '@jest/globals';
import { JobDocument } from '../../../domain/contract/jobs.js';
import { ApiError } from '../../api/request.js';
import { documentErrors, documentOf, draftErrors, draftOf, emptyDraft, refusedFields } from './job-draft.js';

describe('the draft of a job', () => {
  test('a document survives the way through the form', () => {
    const document = {
      name: 'nightly-report',
      group: 'analytics',
      tags: ['daily'],
      image: 'python:3.12-slim',
      command: ['python', 'report.py', '{{ day }}'],
      parameters: {
        day: { type: 'string', format: 'date', title: 'Which day' },
        depth: { type: 'integer', minimum: 1, default: 3 },
        mode: { type: 'string', enum: ['fast', 'full'], default: 'fast' },
        deep: { type: 'object', properties: {} },
      },
      env: { LOG_LEVEL: 'info', DB: { secret: 'reports/db' } },
      resources: { cpu: 0.5, memoryMiB: 2048 },
      cluster: 'local',
      limits: { runSeconds: 7200 },
      retry: { attempts: 3 },
      concurrency: 1,
    };
    expect(documentOf(draftOf(JobDocument.parse(document)))).toEqual(document);
  });

  test('an edit of the description leaves the words of a list command as they are', () => {
    const command = ['sh', '-c', 'set -e\n\necho one\necho "two"', '', '"x"'];
    const draft = draftOf(JobDocument.parse({ name: 'two-lines', command }));
    expect(documentOf({ ...draft, description: 'Says one and two' })).toEqual({
      name: 'two-lines',
      description: 'Says one and two',
      command,
    });
  });

  test('a new draft asks for a name and a command, and for nothing else', () => {
    expect(Object.keys(draftErrors(emptyDraft())).sort()).toEqual(['command', 'name']);
    expect(draftErrors({ ...emptyDraft(), name: 'hello', command: 'echo hello' })).toEqual({});
  });

  test('what is wrong is told at its field', () => {
    const draft = { ...emptyDraft(), name: 'Hello World', command: 'x' };
    const errors = draftErrors({ ...draft, resources: { cpu: 0, memoryMiB: '', gpu: 0 } });
    expect(Object.keys(errors).sort()).toEqual(['name', 'resources.cpu', 'resources.memoryMiB']);
  });

  test('what is wrong with a word of a list is told at the command', () => {
    const draft = { ...emptyDraft(), name: 'x', command: 'echo\n{{ dya }}', isList: true };
    expect(draftErrors(draft)).toEqual({ command: expect.stringContaining('{{ dya }} names no parameter') });
  });

  test('what is wrong with an item of a list is told at the field that holds them all, also by the server', () => {
    const draft = { ...emptyDraft(), name: 'x', command: 'x', tags: ['nightly', 'Not this'] };
    expect(draftErrors(draft)).toEqual({ tags: expect.stringContaining('lower-case') });
    const errors = [
      { path: 'command.2', message: 'too long' },
      { path: 'retry.on.0', message: 'no such code' },
      { path: 'parameters.day.type', message: 'no such type' },
    ];
    expect(refusedFields(new ApiError('No.', 400, 'malformed', errors))).toEqual({
      command: 'too long',
      'retry.on': 'no such code',
      'parameters.day.type': 'no such type',
    });
  });

  test('a variable that stands there twice is told', () => {
    const row = { key: 'a', name: 'A', value: '1', isSecret: false, isFixed: false };
    expect(draftErrors({ ...emptyDraft(), name: 'x', command: 'x', env: [row, { ...row, key: 'b' }] })).toEqual({
      'env.A': 'stands here twice',
    });
  });

  test('an unknown field of a document is told by its name', () => {
    expect(documentErrors({ name: 'x', command: 'x', colour: 'blue' })).toEqual({ colour: 'there is no such field' });
  });
});
