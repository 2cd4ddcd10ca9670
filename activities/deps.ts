import type {
  AuditTrail,
  Clock,
  ClusterStore,
  Engines,
  LeaseLedger,
  LogStore,
  RunStarter,
  RunStore,
  SecretProvider,
  Wakeups,
} from '../domain/ports.js';
import type { ScheduledLauncher, Scheduler, ScheduleStore } from '../domain/schedule-ports.js';
import type { SignsOfLife } from './signs-of-life.js';

/** What the activities are handed: ports, and a few settings. */
export interface ActivityDeps {
  readonly runs: RunStore;
  readonly leases: LeaseLedger;
  readonly clusters: ClusterStore;
  readonly logs: LogStore;
  readonly engines: Engines;
  readonly secrets: SecretProvider;
  readonly starter: RunStarter;
  readonly schedules: ScheduleStore;
  readonly scheduler: Scheduler;
  readonly launcher: ScheduledLauncher;
  readonly audit: AuditTrail;
  readonly wakeups: Wakeups;
  readonly clock: Clock;
  readonly signs: SignsOfLife;
  /** Part of the mark on everything that we start. */
  readonly installation: string;
  /** How long runs are kept after their end, with their logs; absent: for ever. */
  readonly keepRunsDays?: number;
  /** How much of one attempt's log is kept. */
  readonly logCapBytes: number;
}
