import { describe, expect, test } from '@jest/globals';
import { templateMistakes } from './template-mistakes.js';

const messages = (command: string | string[], ...names: string[]): string[] =>
  templateMistakes(command, names).map(({ message }) => message);

describe('the places of a command', () => {
  test('a name that is no parameter is told, with those that are and how to keep the braces', () => {
    expect(messages('report {{ dya }}', 'day', 'depth')).toEqual([
      '{{ dya }} names no parameter: the job has day, depth. To keep the braces, write \\{{ dya }}.',
    ]);
    expect(messages('report {{ day }}')[0]).toContain('the job has no parameters');
    expect(messages('docker ps --format {{.Names}} \\{{ Names }} ${{ x.y }}')).toEqual([]);
  });

  test('in a list, the number of the word is told', () => {
    expect(templateMistakes(['python', 'report.py', '--day={{ dya }}'], ['day'])).toMatchObject([{ path: [2] }]);
    expect(templateMistakes(['echo', '"{{ day }}"'], ['day'])).toEqual([]); // no shell reads these quotes
  });

  test.each([
    'report {{ v }}',
    'report --day={{ v }} && echo "done with $(date +%F)" {{ v }}',
    'x={{ v }}; echo "$x" \'$(literal)\' {{ v }}',
    `echo it\\'s {{ v }}`,
    'echo "a \\" b" {{ v }}',
    "# it's a remark\nreport {{ v }}",
    "echo a#b'c' {{ v }}",
    'echo $(report {{ v }}) list[0]=x [{{ v }}]',
    'echo $((1 + 2)) ${HOME} "${x:-y}" {{ v }}',
    'for f in *; do report "$f" {{ v }}; done',
    'report {{ v }} > {{ v }} 2>&1 {{ v }} && echo done >&2; (report 2>&-) {{ v }}',
    'if [ -n {{ v }} ]; then\n  report {{ v }}\nfi',
  ])('a value may stand here: %s', (command) => {
    expect(messages(command, 'v')).toEqual([]);
  });

  test.each([
    ["report '{{ v }}'", 'inside quotes'],
    ['report "{{ v }}"', 'inside quotes'],
    ['report "a\\"{{ v }}"', 'inside quotes'],
    [`sh -c 'echo "{{ v }}"'`, 'inside quotes'],
    ['report # of {{ v }}', 'in a comment'],
    ['cat <<END\n{{ v }}\nEND', 'cannot be told'],
    ['echo $(( {{ v }} + 1 ))', 'cannot be told'],
    ['echo `report {{ v }}`', 'cannot be told'],
    ['echo ${{ v }}', 'cannot be told'],
    ["echo $'a\\'b' {{ v }}", 'cannot be told'],
    ['echo ${x:-{{ v }}}', 'cannot be told'],
    ['echo "$(basename "$f")" {{ v }}', 'cannot be told'],
    ['report >&{{ v }}', 'behind >&'],
    ['report >& logs/{{ v }}', 'behind >&'],
    ['report >&2{{ v }}', 'behind >&'],
    ['report >\\\n&{{ v }}', 'behind >&'],
    ['list[{{ v }}]=2', 'cannot be told'],
    ['echo "$(case x in a) echo "{{ v }}";; esac)"', 'cannot be told'],
  ])('a value may not stand here: %s', (command, why) => {
    expect(messages(command, 'v')).toEqual([expect.stringContaining(why)]);
  });

  test('what to write instead is told', () => {
    expect(messages('report "{{ my-day }}"', 'my-day')[0]).toContain('"$FLOTILLA_PARAM_MY_DAY"');
  });
});
