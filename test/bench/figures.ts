/** A measured figure: the values of all its rounds or samples, and what it should come to. */
export interface Figure {
  readonly name: string;
  readonly unit: 'ms' | 's' | 'runs/s' | 'runs/min' | 'calls/s' | 'MB/s' | 'MiB' | 'KiB' | 'share' | 'count' | 'CPU ms';
  readonly values: readonly number[];
  readonly goal?: Goal;
}

/** What a figure of issue 3, 4 or 5 asks for, on 2 cores with everything on them. */
export interface Goal {
  readonly of: 'median' | 'p99' | 'max' | 'min';
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface Spread {
  readonly n: number;
  readonly min: number;
  readonly median: number;
  readonly p99: number;
  readonly max: number;
}

/** Sums up measurements; throws when there are none, because a bench without figures has failed. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    if (value === undefined || Number.isNaN(value)) throw new Error('nothing was measured');
    return rounded(value);
  };
  return { n: sorted.length, min: at(0), median: at(0.5), p99: at(0.99), max: at(1) };
}

export function isMet(goal: Goal, spread: Spread): boolean {
  const value = spread[goal.of];
  return value <= (goal.atMost ?? Infinity) && value >= (goal.atLeast ?? -Infinity);
}

/** Three digits are more than a shared machine can mean. */
const rounded = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
