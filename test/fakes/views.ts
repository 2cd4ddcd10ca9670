import type { ClusterView } from '../../domain/contract/clusters.js';
import type { JobView } from '../../domain/contract/jobs.js';
import type { RunView } from '../../domain/contract/runs.js';

/** Things as the API tells them, complete; tests say only what they are about. */
export const RUN_ID = '01KB2ZJ3V7Q4T8RWX2M5N6P0AB';

type Attempt = RunView['attempts'][number];

export const anAttemptView = (change: Partial<Attempt> = {}): Attempt => ({
  number: 1,
  try: 1,
  grantedAt: '2026-11-24T08:30:02.000Z',
  launchedAt: '2026-11-24T08:30:02.500Z',
  runningAt: '2026-11-24T08:30:03.000Z',
  log: { lines: 2, bytes: 20, complete: true, truncated: false },
  ...change,
});

export const aRunView = (change: Partial<RunView> = {}): RunView => ({
  id: RUN_ID,
  name: 'hello',
  job: { id: '01KB2ZJ3V7Q4T8RWX2M5N6P0J0', name: 'hello', revision: 3 },
  cluster: 'local',
  state: 'queued',
  owner: 'ada',
  group: 'default',
  trigger: { kind: 'cli' },
  labels: {},
  priority: 3,
  command: 'echo hello',
  parameters: {},
  env: {},
  resources: { cpu: 1, memoryMiB: 512, gpu: 0 },
  limits: { queueSeconds: 604800, startSeconds: 900, runSeconds: 172800, stopGraceSeconds: 30 },
  retry: { attempts: 1, on: ['infrastructure'], backoffSeconds: 10 },
  createdAt: '2026-11-24T08:30:00.000Z',
  times: { queued: '2026-11-24T08:30:00.000Z' },
  attempts: [],
  refusals: { count: 0 },
  workflowId: `run/${RUN_ID}`,
  version: 1,
  ...change,
});

/** A run whose command ended with this code after ten seconds. */
export const anEndedRunView = (exitCode: number, change: Partial<RunView> = {}): RunView => {
  const endedAt = '2026-11-24T08:30:13.000Z';
  const failure = {
    code: 'exit-code',
    fault: 'job',
    sentence: 'The command ended with an error of its own.',
    evidence: [`Exit code ${String(exitCode)}.`],
    remedy: 'Read the last lines of the log.',
    exitCode,
  } as const;
  const state = change.state ?? (exitCode === 0 ? 'succeeded' : 'failed');
  return aRunView({
    state,
    times: { queued: '2026-11-24T08:30:00.000Z', [state]: change.endedAt ?? endedAt },
    attempts: [anAttemptView({ endedAt, exitCode })],
    exitCode,
    endedAt,
    ...(exitCode === 0 ? {} : { failure: { ...failure, evidence: [...failure.evidence] } }),
    ...change,
  });
};

export const aJobView = (change: Partial<JobView> = {}): JobView => ({
  id: '01KB2ZJ3V7Q4T8RWX2M5N6P0J0',
  name: 'hello',
  group: 'default',
  description: '',
  tags: [],
  revision: 3,
  spec: {
    command: 'echo hello',
    parameters: {},
    env: {},
    resources: { cpu: 1, memoryMiB: 512, gpu: 0 },
    limits: { queueSeconds: 604800, startSeconds: 900, runSeconds: 172800, stopGraceSeconds: 30 },
    retry: { attempts: 1, on: ['infrastructure'], backoffSeconds: 10 },
  },
  archived: false,
  createdAt: '2026-11-24T08:00:00.000Z',
  createdBy: 'ada',
  updatedAt: '2026-11-24T08:00:00.000Z',
  updatedBy: 'ada',
  ...change,
});

export const aClusterView = (change: Partial<ClusterView> = {}): ClusterView => ({
  name: 'local',
  description: '',
  engine: { kind: 'process' },
  limits: { slots: 4, cpu: 2 },
  queue: { fairShare: 'none', weights: {}, agingSeconds: 0, reservationSeconds: 600 },
  status: 'active',
  inUse: { slots: 0, cpu: 0, memoryMiB: 0, gpu: 0 },
  held: 0,
  waiting: 0,
  createdAt: '2026-11-24T08:00:00.000Z',
  updatedAt: '2026-11-24T08:00:00.000Z',
  ...change,
});
