const takesCommand = new Set(['run', 'rerun']);

/**
 * Takes the command behind `--` away from what `run` and `rerun` are given, so that its own options stay its own.
 * Other commands know no `--`.
 */
export function splitCommand(words: readonly string[]): { words: readonly string[]; command: readonly string[] } {
  const dashes = words.indexOf('--');
  if (dashes < 0) return { words, command: [] };
  const before = words.slice(0, dashes);
  const name = before.find((word, index) => !word.startsWith('-') && before[index - 1] !== '--url');
  return takesCommand.has(name ?? '') ? { words: before, command: words.slice(dashes + 1) } : { words, command: [] };
}
