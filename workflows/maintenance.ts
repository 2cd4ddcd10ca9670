import type { SweepReport } from '../activities/sweep-round.js';
import { control } from './activities.js';

/** One round of healing what crashes have left behind; a Temporal schedule starts it each minute. */
export async function maintenance(): Promise<SweepReport> {
  return control.sweep();
}
