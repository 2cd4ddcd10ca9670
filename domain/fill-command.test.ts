import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fillCommand } from './fill-command.js';
import { templateMistakes } from './template-mistakes.js';

describe('filling parameters into a command', () => {
  test('a value takes the place of its name, in quotes of its own', () => {
    expect(fillCommand('report {{ day }} --top {{count}}', { day: '2026-11-24', count: 3 })).toBe(
      "report '2026-11-24' --top '3'",
    );
  });

  test('in a list every word is filled as it is, since no shell reads it', () => {
    expect(fillCommand(['echo', 'hello {{ who }}'], { who: 'a b; rm -rf /' })).toEqual(['echo', 'hello a b; rm -rf /']);
  });

  test('a list of values that stands alone becomes as many words, elsewhere it is JSON', () => {
    const files = ['a b', "c'd"];
    expect(fillCommand('cat {{ files }} > all', { files })).toBe("cat 'a b' 'c'\\''d' > all");
    expect(fillCommand(['cat', '{{ files }}'], { files })).toEqual(['cat', 'a b', "c'd"]);
    expect(fillCommand('for f in {{ files }}; do wc "$f"; done', { files })).toBe(
      `for f in 'a b' 'c'\\''d'; do wc "$f"; done`,
    );
    expect(fillCommand('(cat {{ files }})|sort', { files })).toBe("(cat 'a b' 'c'\\''d')|sort");
    expect(fillCommand('cat --in={{ files }}', { files })).toBe(`cat --in='["a b","c'\\''d"]'`);
    expect(fillCommand(['cat', '--in={{ files }}'], { files })).toEqual(['cat', `--in=["a b","c'd"]`]);
    expect(fillCommand(['cat', '{{ files }}'], { files: [] })).toEqual(['cat']);
  });

  test('a parameter without a value is an empty text, so that the words around it stay where they are', () => {
    expect(fillCommand('report {{ note }} end', {})).toBe("report '' end");
    expect(fillCommand(['report', '{{ note }}', '{{ constructor }}'], {})).toEqual(['report', '', '']);
  });

  test('anything but a text or a list is written as JSON', () => {
    expect(fillCommand(['run', '{{ on }}', '{{ map }}'], { on: true, map: { a: 1 } })).toEqual([
      'run',
      'true',
      '{"a":1}',
    ]);
  });

  test('braces that are no place, or have a backslash before them, stay', () => {
    expect(fillCommand("docker ps --format '{{.Names}} \\{{ Names }}' {{ who }}", { who: 'x' })).toBe(
      "docker ps --format '{{.Names}} {{ Names }}' 'x'",
    );
  });
});

/** Things that mean something to a shell, alone and beside each other. */
const pieces = [
  ...Array.from(`'"\`$\\#;&|<>(){}[]!*?~=%\n\t 2`),
  '$(',
  '${x:-',
  '$((',
  '<<E\n',
  '\nE\n',
  "$'",
  '\\\n',
  ': ',
  'case a in a) ',
  ';; esac',
  'list[',
  '>&',
  'word.', // with a dot: no variable, whose value arithmetic would take for a sum to do
];
const attack = ': >broken';
const attacks = [
  attack,
  `$(${attack})`,
  `\`${attack}\``,
  `';${attack};'`,
  `";${attack};"`,
  `\\';${attack};#`,
  `'"'"';${attack};'`,
  `\n${attack}\n`,
  `\nE\n${attack}\n`,
  `)${attack}`,
  `}${attack};`,
  `;${attack};`,
  `' && ${attack} && '`,
  `a[$(${attack})]`,
];
const values = fc.oneof(
  { arbitrary: fc.constantFrom(...attacks), weight: 3 },
  {
    arbitrary: fc.array(fc.constantFrom(...attacks, ...pieces), { maxLength: 6 }).map((list) => list.join('')),
    weight: 3,
  },
  { arbitrary: fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')), weight: 1 },
);

describe('breaking out of the quotes', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'quotes-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** What came out of these commands, each carried out in a shell of its own, with nothing in reach that it could harm. */
  function run([program, ...options]: Shell, ...commands: string[]): string {
    const each = 'for command; do (eval "$command"); done';
    return spawnSync(program, [...options, '-c', each, 'sh', ...commands], {
      encoding: 'utf8',
      cwd: folder,
      env: { PATH: '' },
      stdio: ['ignore', 'pipe', 'ignore'], // and no pipe for input: with one, bash takes itself for a remote shell
    }).stdout;
  }

  type Shell = readonly [string, ...string[]];
  const shells: Shell[] = [['/bin/sh'], ['/bin/bash', '--posix'], ['/bin/bash']];
  const present = shells.filter(([program]) => existsSync(program));

  test.each(present)('a value stays one word for %s, whatever it contains', (...shell: Shell) => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 10, maxLength: 20 }), (list) => {
        const texts = list.map((value) => Buffer.from(value).toString()); // half a surrogate pair is no text for anybody
        const filled = texts.map((value) =>
          String(fillCommand(`printf '%s|' {{ value }} a{{ value }}b x={{ value }}`, { value })),
        );
        expect(run(shell, ...filled)).toBe(texts.map((text) => `${text}|a${text}b|x=${text}|`).join(''));
      }),
      { numRuns: 15 },
    );
  });

  test.each(present)('no command that may be saved lets a value be carried out by %s', (...shell: Shell) => {
    const around = fc.array(fc.constantFrom(...pieces), { maxLength: 7 }).map((list) => list.join(''));
    const templates = fc.record({ before: around, after: around, value: values });
    let saved = 0;
    fc.assert(
      fc.property(fc.array(templates, { minLength: 40, maxLength: 60 }), (list) => {
        const commands = list.flatMap(({ before, after, value }) => {
          const template = `${before}{{ value }}${after}`;
          return templateMistakes(template, ['value']).length > 0 ? [] : [String(fillCommand(template, { value }))];
        });
        saved += commands.length;
        run(shell, ...commands);
        const broken = join(folder, 'broken');
        const isBroken = existsSync(broken);
        rmSync(broken, { force: true });
        expect(isBroken).toBe(false);
      }),
      { numRuns: 25 },
    );
    expect(saved).toBeGreaterThan(150); // else this would prove nothing
  });
});
