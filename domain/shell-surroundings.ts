import type { TemplatePart } from './command-template.js';

/** Where a place stands in a text that a shell will read. */
export type Surroundings =
  /** Where a quoted value becomes a word, or a part of one. */
  | 'word'
  | 'quotes'
  | 'comment'
  /** Behind `>&` and a file: bash expands its name, takes the quotes away, and expands the rest once more. */
  | 'read-twice'
  /** Nobody but a whole shell could tell: behind a here-document, within arithmetic, and the like. */
  | 'unclear';

type State = 'plain' | 'single' | 'double' | 'comment' | 'read-twice' | 'unclear';

/**
 * The surroundings of each place, in order. A value is only safe where its own quotes are read as quotes, so this must
 * never say `word` where a shell sees anything else. It knows the simple things exactly and gives up on the others.
 */
export function shellSurroundings(parts: readonly TemplatePart[]): Surroundings[] {
  const reader = new ShellReader();
  return parts.flatMap((part) => {
    if (part.kind === 'place') return [reader.place()];
    reader.read(part.text);
    return [];
  });
}

const surroundingsIn = {
  plain: 'word',
  single: 'quotes',
  double: 'quotes',
  comment: 'comment',
  'read-twice': 'read-twice',
  unclear: 'unclear',
} satisfies Record<State, Surroundings>;

// Expansions without quotes, comments or expansions of their own inside, so that where they end is beyond doubt.
const ARITHMETIC = /\$?\(\([^()'"`\\#<]*\)\)/y;
const SUBSTITUTION = /\$\([^()'"`\\#<]*\)/y;
const VARIABLE = /\$\{[^{}'"`\\$(\s]*\}/y;
const BACKTICKS = /`[^`'"\\#<]*`/y;
const SUBSCRIPT = /\[[^\]'"`\\$\s]*\]/y;
// What may follow `>` to name no file: `&1` or `&-`, with nothing more in the same word.
const DUPLICATION = /&(?:\d+|-)(?=[ \t\n;&|)<>])/y;

class ShellReader {
  private state: State = 'plain';
  /** The character before: it decides whether `#` begins a comment. Any letter stands for "within a word". */
  private before = '\n';

  place(): Surroundings {
    // `$` before a quoted value would make it `$'…'`, in which some shells know other ways to end.
    if (this.state === 'plain' && this.before === '$') this.state = 'unclear';
    this.before = 'v';
    return surroundingsIn[this.state];
  }

  read(text: string): void {
    for (let at = 0; at < text.length && this.state !== 'unclear';) at += this.step(text, at);
  }

  /** Reads one thing and answers how long it was. */
  private step(text: string, at: number): number {
    const char = text.charAt(at);
    switch (this.state) {
      case 'single':
        return char === "'" ? this.enter('plain') : 1;
      case 'comment':
        if (char === '\n') this.enter('plain', '\n');
        return 1;
      case 'double':
        if (char === '"') return this.enter('plain');
        if (char === '\\') return 2;
        return char === '$' || char === '`' ? this.expansion(text, at) : 1;
      case 'plain':
        return this.plainStep(text, at, char);
      case 'read-twice':
      case 'unclear':
        return text.length;
    }
  }

  private plainStep(text: string, at: number, char: string): number {
    if (char === '\\') {
      // A backslash before the end of a line takes both away: the word goes on.
      if (text.charAt(at + 1) !== '\n') this.before = 'v';
      return 2;
    }
    if (char === "'" && this.before === '$') return this.giveUp();
    if (char === "'") return this.enter('single');
    if (char === '"') return this.enter('double');
    if (char === '#' && ' \t\n;&|('.includes(this.before)) return this.enter('comment');
    if (char === '#' && '<>)'.includes(this.before)) return this.giveUp();
    if (char === '<' && this.before === '<') return this.giveUp();
    if (char === '&' && this.before === '>') return this.skip(DUPLICATION, text, at) ?? this.enter('read-twice');
    if (char === '$' || char === '`' || text.startsWith('((', at)) return this.expansion(text, at);
    // Bash carries out what stands in the brackets of `list[…]=`, whatever quotes are around it.
    if (char === '[' && /\w/.test(this.before)) return this.skip(SUBSCRIPT, text, at) ?? this.giveUp();
    this.before = char;
    return 1;
  }

  /** At `$`, a backtick, or `((`. Outside of quotes the inside of `$(…)` is read like everything else. */
  private expansion(text: string, at: number): number {
    for (const simple of [ARITHMETIC, SUBSTITUTION, VARIABLE, BACKTICKS]) {
      const length = this.skip(simple, text, at);
      if (length !== undefined) return length;
    }
    if (/^(`|\$\{|\$\[|\$?\(\()/.test(text.slice(at, at + 3))) return this.giveUp();
    if (text.startsWith('$(', at) && this.state === 'double') return this.giveUp();
    this.before = '$';
    return 1;
  }

  private skip(simple: RegExp, text: string, at: number): number | undefined {
    simple.lastIndex = at;
    const found = simple.exec(text)?.[0];
    // A bracket within `case` ends nothing.
    if (found === undefined || /\bcase\b/.test(found)) return undefined;
    this.before = 'v';
    return found.length;
  }

  private enter(state: State, before = 'v'): number {
    this.state = state;
    this.before = before;
    return 1;
  }

  private giveUp(): number {
    return this.enter('unclear');
  }
}
