import { describe, expect, test } from '@jest/globals';
import { JobDocument } from '../../domain/contract/jobs.js';
import { jobYaml, withoutDefaults } from './job-document.js';

describe('a job as a document', () => {
  test('what is default anyway is left out, and the document still means the same', () => {
    const full = JobDocument.parse({
      name: 'report',
      command: 'python report.py',
      resources: { cpu: 2 },
      env: { A: '1' },
    });
    const short = withoutDefaults(full);
    expect(short).toEqual({ name: 'report', command: 'python report.py', resources: { cpu: 2 }, env: { A: '1' } });
    expect(JobDocument.parse(short)).toEqual(full);
  });

  test('its YAML begins with the name, and keeps the lines of a command', () => {
    const yaml = jobYaml({ command: 'echo one\necho two\n', cluster: 'local', name: 'two-lines' });
    expect(yaml).toBe('name: two-lines\ncommand: |\n  echo one\n  echo two\ncluster: local\n');
  });
});
