import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fillCommand } from './fill-command.js';

describe('filling parameters into a command', () => {
  test('a value takes the place of its name', () => {
    expect(fillCommand('report {{ day }} --top {{count}}', { day: '2026-11-24', count: 3 })).toBe(
      'report 2026-11-24 --top 3',
    );
  });

  test('in a list every word is filled as it is, since no shell reads it', () => {
    expect(fillCommand(['echo', 'hello {{ who }}'], { who: 'a b; rm -rf /' })).toEqual(['echo', 'hello a b; rm -rf /']);
  });

  test('places that are no parameter of the run are left alone', () => {
    expect(fillCommand('docker ps --format {{.Names}} {{ other }}', { who: 'x' })).toBe(
      'docker ps --format {{.Names}} {{ other }}',
    );
    expect(fillCommand('echo {{ constructor }}', {})).toBe('echo {{ constructor }}');
  });

  test('anything but a text is written as JSON', () => {
    expect(fillCommand(['run', '{{ on }}', '{{ list }}'], { on: true, list: [1, 'b'] })).toEqual([
      'run',
      'true',
      '[1,"b"]',
    ]);
  });

  test('a value stays one word for the shell, whatever it contains', () => {
    const nasty = fc.oneof(
      fc.string(),
      fc.constantFrom("'; exit 1; '", '$(id)', '`id`', '"', '\\', '{{ value }}', '\n'),
    );
    fc.assert(
      fc.property(nasty, (value) => {
        if (value.includes('\0')) return;
        const filled = fillCommand(`printf '%s|' {{ value }}`, { value });
        expect(execFileSync('sh', ['-ec', String(filled)], { encoding: 'utf8' })).toBe(`${value}|`);
      }),
      { numRuns: 40 },
    );
  });
});
