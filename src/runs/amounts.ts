import { type Dimension, dimensions, type Limits, type Need } from '../../domain/resources.js';

const units = {
  slots: (n) => (n === 1 ? '1 slot' : `${n} slots`),
  cpu: (n) => (n === 1 ? '1 vCPU' : `${n} vCPUs`),
  memoryMiB: (n) => `${n} MiB of memory`,
  gpu: (n) => (n === 1 ? '1 GPU' : `${n} GPUs`),
} satisfies Record<Dimension, (n: number) => string>;

/** An amount with its unit: `4 slots`, `0.5 vCPUs`. */
export const amount = (dimension: Dimension, n: number): string => units[dimension](n);

/** `8 vCPUs and 16384 MiB of memory`: the given dimensions of a need or of limits. */
export const amounts = (of: Need | Limits, which: readonly Dimension[] = dimensions): string =>
  listed(which.flatMap((dimension) => (of[dimension] === undefined ? [] : [amount(dimension, of[dimension])])));

/** `a, b and c` */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
