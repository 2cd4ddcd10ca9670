/** What a field for a list command says about itself. */
export const wordLinesHint = String.raw`One word per line; a word with several lines as "a\nb"`;

/** The words of a list command as the lines of a field; `wordsIn` reads them back, whatever they are. */
export const wordLines = (words: readonly string[]): string =>
  words.map((word) => (needsQuotes(word) ? JSON.stringify(word) : word)).join('\n');

/** The words in the lines of a field. Blank lines are nobody's words: an empty word is written `""`. */
export const wordsIn = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => !isBlank(line))
    .map((line) => (line.startsWith('"') ? unquoted(line) : line));

// A browser makes `\n` of a `\r` that it is given to edit.
const needsQuotes = (word: string): boolean => isBlank(word) || word.startsWith('"') || /[\n\r]/.test(word);

const isBlank = (line: string): boolean => line.trim() === '';

function unquoted(line: string): string {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'string' ? value : line;
  } catch {
    return line; // a word that somebody begins with a quotation mark
  }
}
