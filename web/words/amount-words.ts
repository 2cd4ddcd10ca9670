import { type Dimension, dimensions } from '../../domain/resources.js';

/** What a dimension is called on the page. */
export const dimensionNames = { slots: 'Slots', cpu: 'CPU', memoryMiB: 'Memory', gpu: 'GPU' } satisfies Record<
  Dimension,
  string
>;

/** An amount of memory: `512 MiB`, `1.5 GiB`. */
export function memoryWords(mebibytes: number): string {
  if (mebibytes < 1024) return `${mebibytes} MiB`;
  if (mebibytes < 1024 * 1024) return `${rounded(mebibytes / 1024)} GiB`;
  return `${rounded(mebibytes / 1024 / 1024)} TiB`;
}

/** A size in bytes: `412 B`, `8.3 kB`, `64 MB`. */
export function byteWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${rounded(bytes / 1000)} kB`;
  return bytes < 1_000_000_000 ? `${rounded(bytes / 1_000_000)} MB` : `${rounded(bytes / 1_000_000_000)} GB`;
}

/** An amount of one dimension with its unit. */
export function amountWords(dimension: Dimension, amount: number): string {
  if (dimension === 'memoryMiB') return memoryWords(amount);
  return dimension === 'slots' ? `${amount}` : `${amount} ${dimensionNames[dimension]}`;
}

/** What a run needs, in one line; dimensions that it does not use are left out. */
export const needWords = (need: { readonly [D in Dimension]?: number }): string =>
  dimensions
    .filter((dimension) => dimension !== 'slots' && (need[dimension] ?? 0) > 0)
    .map((dimension) => amountWords(dimension, need[dimension] ?? 0))
    .join(' · ');

const rounded = (n: number): string => String(n < 10 ? Math.round(n * 10) / 10 : Math.round(n));
