import type { Bounds } from '../../domain/bounds.js';
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
export function memoryMiB(text: string, within: Bounds): number {
  const [, amount, unit = 'm'] = /^(\d+(?:\.\d+)?) ?(m|g|t)?(?:i?b)?$/i.exec(text) ?? [];
  if (amount === undefined) {
    throw new CommandError(`--memory ${text}: write a number of MiB, or 512M, 2G`, exitCodes.usage);
  }
  const factor = { m: 1, g: 1024, t: 1024 * 1024 }[unit.toLowerCase()] ?? 1;
  const value = Math.round(Number(amount) * factor);
  if (!isWithin(value, within)) {
    throw new CommandError(`--memory ${text}: write a number of MiB${inWords(within)}, or 512M, 2G`, exitCodes.usage);
  }
  return value;
}

const spans: Record<string, number> = { s: 1e3, m: 6e4, min: 6e4, h: 36e5, d: 864e5, w: 6048e5 };

/** Reads `2h`, `30m`, `7d` (so long ago) or a date and time, and answers an ISO time. */
export function pastTime(text: string, now: number, option: string): string {
  const [, amount, unit] = /^(\d+(?:\.\d+)?) ?(s|min|m|h|d|w)$/.exec(text) ?? [];
  const span = spans[unit ?? ''];
  const at = amount !== undefined && span !== undefined ? now - Number(amount) * span : Date.parse(text);
  if (Number.isNaN(at)) {
    throw new CommandError(`${option}: "${text}" is no time; write 2h, 30m, 7d or 2026-11-24T08:30`, exitCodes.usage);
  }
  return new Date(at).toISOString();
}

/** Reads a number, whole or not. */
export function numberOf(text: string, option: string, within: Bounds): number {
  const value = valueOf(text);
  if (!isWithin(value, within)) {
    throw new CommandError(`${option} ${text}: write a number${inWords(within)}`, exitCodes.usage);
  }
  return value;
}

/** Reads a whole number. */
export function wholeNumber(text: string, option: string, within: Bounds): number {
  const value = valueOf(text);
  if (!Number.isInteger(value) || !isWithin(value, within)) {
    throw new CommandError(`${option} ${text}: write a whole number${inWords(within)}`, exitCodes.usage);
  }
  return value;
}

// Number('') is 0: an unset variable is no number.
const valueOf = (text: string): number => (text.trim() === '' ? NaN : Number(text));

const isWithin = (value: number, { least, most = Number.MAX_VALUE }: Bounds): boolean =>
  value >= least && value <= most;

const inWords = ({ least, most }: Bounds): string =>
  most === undefined ? `, ${String(least)} or more` : ` from ${String(least)} to ${String(most)}`;
