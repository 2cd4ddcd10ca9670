import type { Figure } from './figures.js';
import type { Stage } from './stage.js';

/** One row of the table: something to measure, on a Flotilla that nothing else has touched. One file each, in rows/. */
export interface Row {
  /** What the command line calls it. */
  readonly name: string;
  readonly about: string;
  measure(stage: Stage): Promise<Figure[]>;
}
