import { CommandError } from '../command-error.js';
import { exitCodes } from '../exit-codes.js';

/** A length of time as people say it: `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`, `4 d 3 h`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(milliseconds, 0) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${String(whole)} s`;
  if (whole < 3600) return two(whole, 60, 'min', 's');
  if (whole < 86_400) return two(Math.round(whole / 60), 60, 'h', 'min');
  return two(Math.round(whole / 3600), 24, 'd', 'h');
}

function two(value: number, base: number, large: string, small: string): string {
  const rest = value % base;
  return `${String(Math.floor(value / base))} ${large}${rest === 0 ? '' : ` ${String(rest)} ${small}`}`;
}

export const memory = (mib: number): string =>
  mib >= 1024 ? `${String(Math.round((mib / 1024) * 100) / 100)} GiB` : `${String(mib)} MiB`;

/** A time of day with its date, in the reader's own time zone. */
export function localTime(iso: string): string {
  const at = new Date(iso);
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${String(count)} ${count === 1 ? one : many}`;

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
