import type { Command } from 'commander';
import type { Session } from './session.js';

/** What each group of commands is handed to hang its commands on. */
export interface Shelf {
  readonly program: Command;
  /** What stood behind `--`. */
  readonly command: readonly string[];
  /** Carries out a command's work in a session and keeps its exit code. */
  readonly act: (work: (session: Session) => Promise<number>) => Promise<void>;
}

/** For options that may be given several times. */
export const collect = (value: string, before: readonly string[]): string[] => [...before, value];

export const withJson = (command: Command): Command =>
  command.option('--json', 'print data only, in the shapes of the API');

/** The last part of a command's help. */
export const examples = (command: Command, lines: readonly string[]): Command =>
  command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  $ ${line}\n`).join('')}`);
