import type { LogLineView } from '../../../domain/contract/logs.js';
import type { LogLine } from '../../../domain/log-line.js';
import { iso } from '../iso.js';

/** A line of a log as it travels. */
export const logLineView = (line: LogLine): LogLineView => ({
  n: line.number,
  at: iso(line.at),
  ...(line.stream === undefined ? {} : { stream: line.stream }),
  text: line.text,
});
