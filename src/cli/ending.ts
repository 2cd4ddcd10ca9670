import { CommandError, Refused } from './command-error.js';
import { exitCodes } from './exit-codes.js';
import { problemText } from './server/problem-text.js';

/** What is said of an error that ends a command, and the exit code for it. */
export function endingOf(error: unknown, asJson: boolean): { text: string; exitCode: number } {
  if (error instanceof Refused) {
    const text = asJson ? JSON.stringify(error.problem, undefined, 2) : problemText(error);
    return { text, exitCode: error.exitCode };
  }
  if (error instanceof CommandError) return { text: error.message, exitCode: error.exitCode };
  // Known by its name, so that a start without settings need not load them.
  if (error instanceof Error && error.name === 'ConfigError') return { text: error.message, exitCode: exitCodes.usage };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { text: `Flotilla's command line has a fault of its own:\n${text}`, exitCode: exitCodes.refused };
}
