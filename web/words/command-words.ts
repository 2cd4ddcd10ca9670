import type { Command } from '../../domain/job.js';

/** A word as `sh` reads it back. */
export const shellWord = (word: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** A command as one would type it; a text is shown as it stands. */
export const commandWords = (command: Command): string =>
  typeof command === 'string' ? command : command.map(shellWord).join(' ');
