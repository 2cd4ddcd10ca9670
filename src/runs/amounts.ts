import { amountWords, listed } from '../../domain/amount-words.js';
import { type Dimension, dimensions, type Limits, type Need } from '../../domain/resources.js';

/** An amount as it is given in a request: memory to the MiB, for where one exceeds the other by little. */
export const amount = (dimension: Dimension, n: number): string =>
  dimension === 'memoryMiB' ? `${n} MiB of memory` : amountWords(dimension, n);

/** `8 CPUs and 16384 MiB of memory`: the given dimensions of a need or of limits. */
export const amounts = (of: Need | Limits, which: readonly Dimension[] = dimensions): string =>
  listed(which.flatMap((dimension) => (of[dimension] === undefined ? [] : [amount(dimension, of[dimension])])));
