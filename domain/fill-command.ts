import { type TemplatePart, templateParts } from './command-template.js';
import type { Command } from './job.js';
import type { Json } from './json.js';
import { jsonText } from './json-text.js';

type Values = { readonly [name: string]: Json };

/**
 * Puts the parameters into a command's `{{ name }}` places. In a text command, which a shell reads, a value is quoted
 * and so stays one word whatever it contains; in a list it goes in as it is, for no shell reads it. A list of values
 * that stands alone becomes as many words. A parameter without a value is an empty text.
 *
 * That quoting holds where `templateMistakes` found nothing; it is asked whenever a job is saved and a run is launched.
 */
export const fillCommand = (command: Command, parameters: Values): Command =>
  typeof command === 'string'
    ? fillText(templateParts(command), parameters)
    : command.flatMap((word) => fillWord(templateParts(word), parameters));

function fillText(parts: readonly TemplatePart[], parameters: Values): string {
  return parts
    .map((part, index) => {
      if (part.kind === 'text') return part.text;
      const value = valueOf(part.name, parameters);
      return isList(value) && standsAlone(parts, index)
        ? value.map((item) => quoted(jsonText(item))).join(' ')
        : quoted(jsonText(value));
    })
    .join('');
}

function fillWord(parts: readonly TemplatePart[], parameters: Values): string[] {
  const [only] = parts;
  if (parts.length === 1 && only?.kind === 'place') {
    const value = valueOf(only.name, parameters);
    if (isList(value)) return value.map(jsonText);
  }
  return [parts.map((part) => (part.kind === 'text' ? part.text : jsonText(valueOf(part.name, parameters)))).join('')];
}

const valueOf = (name: string, parameters: Values): Json =>
  Object.hasOwn(parameters, name) ? (parameters[name] ?? '') : '';

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** True between blanks, ends and what separates commands: only there can a place become several words. */
function standsAlone(parts: readonly TemplatePart[], index: number): boolean {
  const isOpen = (part: TemplatePart | undefined, edge: RegExp): boolean =>
    part === undefined || (part.kind === 'text' && edge.test(part.text));
  return isOpen(parts[index - 1], /[\s;&|(]$/) && isOpen(parts[index + 1], /^[\s;&|)]/);
}

/** Always in quotes, also where it looks harmless: `2` before `>`, `A=b` and `if` at the beginning mean something to a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
