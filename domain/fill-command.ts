import type { Command } from './job.js';
import type { Json } from './json.js';

// A name that is no parameter of the run is left alone: `{{ }}` means something to jinja, helm and `docker ps --format` too.
const PLACE = /\{\{\s*([A-Za-z_][A-Za-z0-9_-]*)\s*\}\}/g;

/**
 * Puts the parameters into a command's `{{ name }}` places. In a text command, which a shell reads, a value is quoted
 * and so stays one word whatever it contains; in a list it goes in as it is, for no shell reads it.
 */
export function fillCommand(command: Command, parameters: { readonly [name: string]: Json }): Command {
  const fill = (text: string, write: (value: string) => string): string =>
    text.replace(PLACE, (place, name: string) => {
      const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
      return value === undefined ? place : write(asText(value));
    });
  return typeof command === 'string' ? fill(command, shellQuoted) : command.map((word) => fill(word, (value) => value));
}

/** One word for `sh`, whatever the text contains. */
const shellQuoted = (text: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

const asText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
