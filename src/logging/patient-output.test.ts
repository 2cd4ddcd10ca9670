import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { patientOutput } from './patient-output.js';

const FULL = '/dev/full'; // a file on a disk that is always full

describe('the log of a process', () => {
  (existsSync(FULL) ? test : test.skip)('a full disk neither ends nor holds up who writes to it', () => {
    const file = openSync(FULL, 'w');
    const log = pino({}, patientOutput(file));
    for (let n = 0; n < 2000; n += 1) log.error({ n }, 'something to be said');
    log.fatal('the last words');
    closeSync(file);
  });

  test('a line is in the file when the call returns', () => {
    const folder = mkdtempSync(join(tmpdir(), 'flotilla-log-'));
    const path = join(folder, 'log');
    const file = openSync(path, 'a');
    pino({}, patientOutput(file)).info('one line');
    expect(readFileSync(path, 'utf8')).toContain('one line');
    closeSync(file);
    rmSync(folder, { recursive: true });
  });
});
