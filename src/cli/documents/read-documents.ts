import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { z } from 'zod';
import { type Document, isMap, LineCounter, parseAllDocuments } from 'yaml';
import { CommandError } from '../command-error.js';
import { exitCodes } from '../exit-codes.js';
import type { Terminal } from '../output/terminal.js';

/** What documents are about: their schema, and the word for one. */
interface Subject<Named> {
  readonly schema: z.ZodType<Named>;
  readonly called: string;
}

/** A document from a file, checked and with every default filled in. */
export interface Found<Named> {
  readonly document: Named;
  /** Where it stands: `jobs.yaml:12`. */
  readonly at: string;
  /** Where a field of it stands, as near as can be told. */
  readonly where: (path: string) => string;
}

/** Reads all documents of all files (YAML or JSON, several documents each, folders, `-`); names every mistake with its line. */
export async function readAll<Named extends { readonly name: string }>(
  files: readonly string[],
  terminal: Terminal,
  subject: Subject<Named>,
): Promise<Found<Named>[]> {
  const mistakes: string[] = [];
  const found: Found<Named>[] = [];
  for (const file of (await Promise.all(files.map(namesIn))).flat()) {
    const { documents, wrong } = readText(file, await contents(file, terminal.input), subject.schema);
    found.push(...documents);
    mistakes.push(...wrong);
  }
  for (const [first, second] of sameNames(found))
    mistakes.push(`${second.at}: "${second.document.name}" stands at ${first.at} already`);
  if (mistakes.length > 0) throw new CommandError(mistakes.join('\n'), exitCodes.usage);
  if (found.length === 0)
    throw new CommandError(`There is no ${subject.called} in ${files.join(', ')}.`, exitCodes.usage);
  return found;
}

/** A folder means its YAML and JSON files. */
async function namesIn(file: string): Promise<string[]> {
  if (file === '-') return [file];
  const kind = await stat(file).catch(() => undefined);
  if (kind?.isDirectory() !== true) return [file];
  const names = await readdir(file);
  return names
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .sort()
    .map((name) => join(file, name));
}

async function contents(file: string, input: Readable): Promise<string> {
  if (file === '-') return text(input);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code; // file errors have one
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code ?? 'unknown'})`;
    throw new CommandError(`${file}: ${why}`, exitCodes.usage, { cause: error });
  }
}

function readText<Named>(
  file: string,
  content: string,
  schema: z.ZodType<Named>,
): { documents: Found<Named>[]; wrong: string[] } {
  const name = file === '-' ? 'standard input' : file;
  const lines = new LineCounter();
  const parsed = parseAllDocuments(content, { lineCounter: lines, prettyErrors: false });
  const documents: Found<Named>[] = [];
  const wrong: string[] = [];
  for (const document of Array.isArray(parsed) ? parsed : []) {
    if (document.errors.length > 0) {
      wrong.push(
        ...document.errors.map(({ pos, message }) => `${name}:${String(lines.linePos(pos[0]).line)}: ${message}`),
      );
      continue;
    }
    const value: unknown = document.toJS();
    if (value === null) continue; // an empty document, for example behind a last `---`
    const where = (path: string): string => `${name}:${String(lineOf(document, path, lines))}`;
    const read = schema.safeParse(value);
    if (read.success) documents.push({ document: read.data, at: where(''), where });
    else wrong.push(...read.error.issues.map((issue) => mistake(issue, where)));
  }
  return { documents, wrong };
}

interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

function mistake(issue: Issue, where: (path: string) => string): string {
  const path = issue.path.map(String).join('.');
  const [unknown] = issue.keys ?? [];
  const at = where(unknown === undefined ? path : [path, unknown].filter((part) => part !== '').join('.'));
  return `${at}: ${path === '' ? '' : `${path}: `}${issue.message}`;
}

/** The line of the innermost field on the path that stands in the document. */
function lineOf(document: Document, path: string, lines: LineCounter): number {
  const keys = path === '' ? [] : path.split('.');
  for (let depth = keys.length; depth > 0; depth -= 1) {
    const parent: unknown = depth === 1 ? document.contents : document.getIn(keys.slice(0, depth - 1), true);
    const pair = isMap(parent) ? parent.items.find(({ key }) => String(key) === keys[depth - 1]) : undefined;
    const range = (pair?.key as { range?: [number, number, number] } | undefined)?.range; // keys are nodes after parsing
    if (range !== undefined) return lines.linePos(range[0]).line;
  }
  return lines.linePos(document.contents?.range?.[0] ?? 0).line;
}

function* sameNames<Named extends { readonly name: string }>(
  all: readonly Found<Named>[],
): Generator<[Found<Named>, Found<Named>]> {
  const seen = new Map<string, Found<Named>>();
  for (const found of all) {
    const first = seen.get(found.document.name);
    if (first !== undefined) yield [first, found];
    seen.set(found.document.name, found);
  }
}
