import { templateParts } from './command-template.js';
import type { Command } from './job.js';
import { parameterVariable } from './parameter-variable.js';
import { shellSurroundings, type Surroundings } from './shell-surroundings.js';

export interface TemplateMistake {
  /** Below the command: empty for a text, the number of the word for a list. */
  readonly path: readonly number[];
  readonly message: string;
}

/** What is wrong with the places of a command: names that are no parameter, and places where a value would not stay one word. */
export function templateMistakes(command: Command, parameters: readonly string[]): TemplateMistake[] {
  if (typeof command === 'string') return ofText(command, parameters).map((message) => ({ path: [], message }));
  return command.flatMap((word, index) =>
    placesOf(word).flatMap((name) =>
      parameters.includes(name) ? [] : [{ path: [index], message: unknown(name, parameters) }],
    ),
  );
}

function ofText(command: string, parameters: readonly string[]): string[] {
  const surroundings = shellSurroundings(templateParts(command));
  return placesOf(command).flatMap((name, index) => {
    if (!parameters.includes(name)) return [unknown(name, parameters)];
    const where = surroundings[index] ?? 'unclear';
    return where === 'word' ? [] : [misplaced[where](name)];
  });
}

const placesOf = (text: string): string[] =>
  templateParts(text).flatMap((part) => (part.kind === 'place' ? [part.name] : []));

function unknown(name: string, parameters: readonly string[]): string {
  const known = parameters.length === 0 ? 'the job has no parameters' : `the job has ${parameters.join(', ')}`;
  return `{{ ${name} }} names no parameter: ${known}. To keep the braces, write \\{{ ${name} }}.`;
}

const misplaced = {
  quotes: (name) =>
    `{{ ${name} }} stands inside quotes, where a value could end them. Write it without quotes, as its value gets quotes of its own, or write ${variable(name)} instead.`,
  comment: (name) =>
    `{{ ${name} }} stands in a comment, which would end at a value's first line. Write it without the braces.`,
  'read-twice': (name) =>
    `{{ ${name} }} stands behind >& and a file, and bash carries out what is in the name of that file. Write > file 2>&1 instead of >& file.`,
  unclear: (name) =>
    `It cannot be told whether {{ ${name} }} stands inside quotes here. Write ${variable(name)} instead: it holds the same value, and is safe but in arithmetic and behind >&.`,
} satisfies Record<Exclude<Surroundings, 'word'>, (name: string) => string>;

const variable = (name: string): string => `"$${parameterVariable(name)}"`;
