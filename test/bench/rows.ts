import type { Row } from './row.js';
import { accept } from './rows/accept.js';
import { clusters } from './rows/clusters.js';
import { ecs } from './rows/ecs.js';
import { freedSlot, freedSlotBehind } from './rows/freed-slot.js';
import { history } from './rows/history.js';
import { idleStart } from './rows/idle-start.js';
import { liveLog } from './rows/live-log.js';
import { logIngest } from './rows/log-ingest.js';
import { recovery } from './rows/recovery.js';
import { running } from './rows/running.js';
import { start } from './rows/start.js';
import { thousand } from './rows/thousand.js';
import { throughputProcess, throughputSimulated } from './rows/throughput.js';
import { twoWorkers } from './rows/two-workers.js';
import { waiting, waitingManyRuns } from './rows/waiting.js';

/** The whole table, in the order in which it is measured. A new row needs a file in rows/ and a line here. */
export const rows: readonly Row[] = [
  start,
  accept,
  idleStart,
  freedSlot,
  freedSlotBehind,
  throughputProcess,
  throughputSimulated,
  thousand,
  twoWorkers,
  clusters,
  liveLog,
  logIngest,
  history,
  waiting,
  waitingManyRuns,
  running,
  recovery,
  ecs,
];
