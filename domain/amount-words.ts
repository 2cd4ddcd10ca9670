import { type Dimension, dimensions } from './resources.js';

/** How amounts are written, on the page, in the terminal and in the API's sentences. Nothing is rounded up to more than there is. */

/** What a dimension is called in the middle of a sentence. */
export const dimensionWords = { slots: 'slots', cpu: 'CPU', memoryMiB: 'memory', gpu: 'GPU' } satisfies Record<
  Dimension,
  string
>;

/** `1 run`, `3 runs` */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** `a, b and c` */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** An amount of memory: `512 MiB`, `1.5 GiB`. */
export function memoryWords(mebibytes: number): string {
  if (mebibytes < 1024) return `${mebibytes} MiB`;
  return mebibytes < 1024 * 1024 ? `${parts(mebibytes, 1024)} GiB` : `${parts(mebibytes, 1024 * 1024)} TiB`;
}

/** A size in bytes: `412 B`, `8.3 kB`, `64 MB`. */
export function byteWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${parts(bytes, 1e3)} kB`;
  return bytes < 1e9 ? `${parts(bytes, 1e6)} MB` : `${parts(bytes, 1e9)} GB`;
}

/** An amount of one dimension with its unit: `4 slots`, `0.5 CPU`, `2 CPUs`, `1.5 GiB`. */
export function amountWords(dimension: Dimension, amount: number): string {
  switch (dimension) {
    case 'slots':
      return counted(amount, 'slot');
    case 'cpu':
      return `${amount} ${amount > 1 ? 'CPUs' : 'CPU'}`;
    case 'memoryMiB':
      return memoryWords(amount);
    case 'gpu':
      return counted(amount, 'GPU');
  }
}

/** What is in use of a cluster's limit: `2 of 4`, `1.5 GiB of 8 GiB`; without a limit, `2 (no limit)`. */
export function useWords(dimension: Dimension, used: number, limit: number | undefined): string {
  const words = dimension === 'memoryMiB' ? memoryWords : String;
  return limit === undefined ? `${words(used)} (no limit)` : `${words(used)} of ${words(limit)}`;
}

/** What a container is given, in one line; what it does not use is left out. */
export const needWords = (need: { readonly [D in Dimension]?: number | undefined }): string =>
  dimensions
    .filter((dimension) => dimension !== 'slots' && (need[dimension] ?? 0) > 0)
    .map((dimension) => amountWords(dimension, need[dimension] ?? 0))
    .join(', ');

/** In hundredths of the unit, one decimal less from ten on, cut off. */
function parts(amount: number, unit: number): string {
  const steps = amount < 10 * unit ? 100 : 10;
  return String(Math.floor((amount * steps) / unit) / steps);
}
