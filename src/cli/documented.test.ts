import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { flotilla } from '../../test/fakes/toy-terminal.js';
import { exitCodes } from './exit-codes.js';

const page = readFileSync(join(import.meta.dirname, '../../docs/command-line.md'), 'utf8');

describe('docs/command-line.md', () => {
  test('has a row for every command, and for no other', async () => {
    const { out } = await flotilla('http://127.0.0.1:1', ['--help']);
    const [, list = ''] = /\nCommands:\n([^]*?)\n\n/.exec(out) ?? [];
    const commands = [...list.matchAll(/^ {2}([a-z]+) /gm)].map((match) => match[1]).filter((name) => name !== 'help');
    const [, section = ''] = /\n## Commands\n([^]*?)\n## /.exec(page) ?? [];
    const rows = [...section.matchAll(/^\| `([a-z]+)/gm)].map((match) => match[1]);
    expect(rows.toSorted()).toEqual(commands.toSorted());
    expect(rows.length).toBeGreaterThan(10);
  });

  test('explains every exit code', () => {
    const explained = [...page.matchAll(/^\| (\d+) \|/gm)].map((match) => Number(match[1]));
    expect(explained).toEqual(Object.values(exitCodes).toSorted((a, b) => a - b));
  });
});
