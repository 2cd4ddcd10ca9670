import Anser from 'anser';

/** What is looked for in a log. */
export interface Find {
  readonly text: string;
  readonly matchCase: boolean;
}

/** A stretch of a line with one look. */
export interface Piece {
  readonly text: string;
  readonly style: PieceStyle | undefined;
  readonly isFound: boolean;
}

interface PieceStyle {
  readonly color?: string;
  readonly backgroundColor?: string;
  readonly fontWeight?: number;
  readonly fontStyle?: string;
  readonly opacity?: number;
  readonly textDecoration?: string;
}

const ESC = String.fromCharCode(27);
// Whatever a terminal would obey and a page cannot: moves of the cursor, erasing, titles, links. Colours end in `m` and stay.
const ORDERS = new RegExp(
  `${ESC}\\[[0-9;?<=>]*[@-ln-~]|${ESC}\\][^\\x07${ESC}]*(?:\\x07|${ESC}\\\\)|${ESC}[()][A-Z0-9]|${ESC}[=>78]`,
  'g',
);

/** A line without what was meant for a terminal: as it is searched, copied and read aloud. */
export const plainText = (text: string): string =>
  text.includes(ESC) ? Anser.ansiToText(text.replace(ORDERS, '')) : text;

/** Takes a line apart by its colours and by what is looked for. */
export function paintLine(text: string, find?: Find): Piece[] {
  const pieces = text.includes(ESC) ? coloured(text.replace(ORDERS, '')) : [{ text, style: undefined, isFound: false }];
  return find === undefined || find.text === '' ? pieces : marked(pieces, find);
}

function coloured(text: string): Piece[] {
  return Anser.ansiToJson(text, { json: true, use_classes: true, remove_empty: true }).map((entry) => ({
    text: entry.content,
    style: styleOf(entry),
    isFound: false,
  }));
}

function styleOf(entry: Anser.AnserJsonEntry): PieceStyle | undefined {
  const has = (name: Anser.DecorationName) => entry.decorations.includes(name);
  const [front, back] = has('reverse') ? [entry.bg, entry.fg] : [entry.fg, entry.bg];
  const color = colourOf(front, has('reverse') ? entry.bg_truecolor : entry.fg_truecolor);
  const backgroundColor = colourOf(back, has('reverse') ? entry.fg_truecolor : entry.bg_truecolor);
  const lines = [has('underline') ? 'underline' : '', has('strikethrough') ? 'line-through' : ''].filter(
    (word) => word !== '',
  );
  const style: PieceStyle = {
    ...(color === undefined ? (has('reverse') ? { color: 'var(--mantine-color-body)' } : {}) : { color }),
    ...(backgroundColor === undefined
      ? has('reverse')
        ? { backgroundColor: 'var(--mantine-color-text)' }
        : {}
      : { backgroundColor }),
    ...(has('bold') ? { fontWeight: 700 } : {}),
    ...(has('italic') ? { fontStyle: 'italic' } : {}),
    ...(has('dim') ? { opacity: 0.65 } : {}),
    ...(lines.length > 0 ? { textDecoration: lines.join(' ') } : {}),
  };
  return Object.keys(style).length === 0 ? undefined : style;
}

function colourOf(name: string | null, truecolour: string | null): string | undefined {
  if (name === null || name === '') return undefined;
  if (name === 'ansi-truecolor') return `rgb(${truecolour ?? ''})`;
  const index = /^ansi-palette-(\d+)$/.exec(name)?.[1];
  // The sixteen named colours are ours to choose (log-view.module.css), so that they can be read on light and on dark.
  return index === undefined ? `var(--${name})` : paletteColour(Number(index));
}

function paletteColour(index: number): string {
  if (index >= 232)
    return `rgb(${Array(3)
      .fill(8 + (index - 232) * 10)
      .join(', ')})`;
  const steps = [0, 95, 135, 175, 215, 255];
  const cube = index - 16;
  return `rgb(${[Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((step) => steps[step] ?? 0).join(', ')})`;
}

// A find may begin in one colour and end in another.
function marked(pieces: readonly Piece[], { text, matchCase }: Find): Piece[] {
  const whole = pieces.map((piece) => piece.text).join('');
  const fold = (words: string) => (matchCase ? words : words.toLowerCase());
  const [hay, needle] = [fold(whole), fold(text)];
  // Folding changes the length of a few letters (İ); then the places would be wrong, and nothing is marked.
  if (hay.length !== whole.length) return [...pieces];
  const bounds: [number, number][] = [];
  for (let at = hay.indexOf(needle); at !== -1; at = hay.indexOf(needle, at + needle.length))
    bounds.push([at, at + needle.length]);
  let start = 0;
  return pieces.flatMap((piece) => {
    const from = start;
    start += piece.text.length;
    return cutAt(piece, from, bounds);
  });
}

function cutAt(piece: Piece, from: number, bounds: readonly [number, number][]): Piece[] {
  const end = from + piece.text.length;
  const cut: Piece[] = [];
  let at = from;
  const take = (to: number, isFound: boolean) => {
    if (to > at) cut.push({ ...piece, text: piece.text.slice(at - from, to - from), isFound });
    at = Math.max(at, to);
  };
  for (const [first, last] of bounds) {
    if (last <= from || first >= end) continue;
    take(Math.max(first, from), false);
    take(Math.min(last, end), true);
  }
  take(end, false);
  return cut;
}
