import { Clock } from '../../domain/ports.js';

/** The machine's own clock. */
export class SystemClock extends Clock {
  override now(): number {
    return Date.now();
  }
}
