import { CommandError } from './command-error.js';
import { exitCodes } from './exit-codes.js';

/** What the texts behind options mean; each throws a CommandError that names the option and what to write. */

/** Splits `NAME=VALUE`; the value may be empty and may hold more `=`. */
export function pairs(texts: readonly string[], option: string): [string, string][] {
  return texts.map((text) => {
    const equals = text.indexOf('=');
    if (equals < 1) throw new CommandError(`${option} ${text}: write NAME=VALUE`, exitCodes.usage);
    return [text.slice(0, equals), text.slice(equals + 1)];
  });
}

/** Reads `512`, `512M`, `2G`, `1.5GiB` as MiB. */
export function memoryMiB(text: string): number {
  const [, amount, unit = 'm'] = /^(\d+(?:\.\d+)?) ?(m|g|t)?(?:i?b)?$/i.exec(text) ?? [];
  if (amount === undefined) {
    throw new CommandError(`--memory ${text}: write a number of MiB, or 512M, 2G`, exitCodes.usage);
  }
  const factor = { m: 1, g: 1024, t: 1024 * 1024 }[unit.toLowerCase()] ?? 1;
  return Math.round(Number(amount) * factor);
}

/** Reads a number, whole or not. */
export function numberOf(text: string, option: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) {
    throw new CommandError(`${option} ${text}: write a number`, exitCodes.usage);
  }
  return value;
}
