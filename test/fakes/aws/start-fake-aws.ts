import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Account } from './account.js';
import { Budgets } from './budgets.js';
import { CallCounts } from './call-counts.js';
import { Chaos } from './chaos.js';
import type { ChaosPlan } from './chaos-plan.js';
import { addCluster } from './ecs/cluster.js';
import type { Task } from './ecs/task.js';
import { toSetup, type FakeAwsOptions, type Setup } from './options.js';
import { containerPrograms } from './programs/container-programs.js';
import { pretendedPrograms } from './programs/pretended-programs.js';
import { processPrograms } from './programs/process-programs.js';
import type { Programs } from './programs/program.js';
import { serve } from './serve.js';

export type Which = { readonly startedBy?: string; readonly taskArn?: string; readonly cluster?: string };

export type Stats = Pick<CallCounts, 'calls' | 'throttled' | 'overBudget' | 'peakPerSecond'> & {
  readonly tasksStarted: number;
  readonly tasksRunning: number;
  readonly tasks: { arn: string; lastStatus: string; startedBy: string | undefined }[];
};

export type FakeAws = {
  readonly url: string;
  readonly region: string;
  readonly credentials: { accessKeyId: string; secretAccessKey: string };
  readonly subnets: string[];
  stats(): Stats;
  setChaos(plan: ChaosPlan): void;
  /** Takes away the machines of these tasks; returns how many there were. */
  takeHostAway(which: Which & { readonly spot?: boolean }): number;
  /** Ends these tasks as somebody else would; returns how many there were. */
  stopTask(which: Which & { readonly reason?: string; readonly stopCode?: string }): number;
  /** Stopped tasks can no longer be described, as an hour later. */
  forgetStopped(): void;
  deleteCluster(name: string): void;
  stop(): Promise<void>;
};

/** Starts an ECS and a CloudWatch Logs of our own on 127.0.0.1, whose tasks are real programs. */
export async function startFakeAws(options: FakeAwsOptions = {}): Promise<FakeAws> {
  const setup = toSetup(options);
  const chaos = new Chaos();
  chaos.set(options.chaos ?? {});
  let programs: Promise<Programs> | undefined;
  const startPrograms = () => (programs ??= programsOf(setup));
  const accounts = new Map<string, Account>();
  const accountIn = (region: string) => {
    const account = accounts.get(region) ?? emptyAccount({ region, setup, chaos, programs: startPrograms });
    accounts.set(region, account);
    return account;
  };
  const home = accountIn(setup.region);
  for (const one of setup.clusters) addCluster(home, typeof one === 'string' ? { name: one } : one);
  const counts = new CallCounts();
  const server = serve(accountIn, counts);
  server.listen(setup.port, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    region: setup.region,
    credentials: { accessKeyId: 'AKIAFAKEFLOTILLA', secretAccessKey: 'not-a-secret' },
    subnets: ['subnet-0a1b2c3d4e5f60001', 'subnet-0a1b2c3d4e5f60002'],
    stats: () => statsOf(home, counts),
    setChaos: (plan) => chaos.set(plan),
    takeHostAway: (which) => takeHostAway(chosen(home, which), which.spot ?? true),
    stopTask: ({ stopCode = 'UserInitiated', reason = 'Task stopped by user', ...which }) =>
      endAll(chosen(home, which), (task) => task.end({ stopCode, stoppedReason: reason })),
    forgetStopped: () => {
      for (const task of home.tasks.values()) if (task.status === 'STOPPED') task.forget();
    },
    deleteCluster: (name) => {
      const cluster = home.clusters.get(name);
      if (cluster) cluster.status = 'INACTIVE';
    },
    async stop() {
      // The pauses of tasks do not keep Node alive, and their ends must not be cut short.
      const alive = setInterval(() => undefined, 1000);
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      const all = [...accounts.values()].flatMap((account) => [...account.tasks.values()]);
      for (const task of all) task.end({ stopCode: undefined, stoppedReason: 'The fake AWS stops.', byForce: true });
      await Promise.all(all.map((task) => task.untilStopped()));
      await (await programs)?.close();
      await closed;
      clearInterval(alive);
    },
  };
}

async function programsOf({ tasks, dockerHost }: Setup): Promise<Programs> {
  switch (tasks) {
    case 'process':
      return processPrograms();
    case 'container':
      return containerPrograms(dockerHost);
    case 'pretended':
      return pretendedPrograms();
  }
}

function emptyAccount(given: Pick<Account, 'region' | 'setup' | 'chaos' | 'programs'>): Account {
  return {
    ...given,
    budgets: new Budgets(),
    clusters: new Map(),
    definitions: new Map(),
    tasks: new Map(),
    logGroups: new Map(),
  };
}

function statsOf(account: Account, counts: CallCounts): Stats {
  const tasks = [...account.tasks.values()];
  return {
    calls: { ...counts.calls },
    throttled: { ...counts.throttled },
    overBudget: counts.overBudget,
    peakPerSecond: { ...counts.peakPerSecond },
    tasksStarted: tasks.length,
    tasksRunning: tasks.filter((task) => task.status === 'RUNNING').length,
    tasks: tasks.map((task) => ({ arn: task.arn, lastStatus: task.status, startedBy: task.launch.input.startedBy })),
  };
}

/** The living tasks that are meant; all of them where nothing is said. */
function chosen(account: Account, which: Which): Task[] {
  return [...account.tasks.values()].filter(
    (task) =>
      !task.ended &&
      (which.taskArn === undefined || task.arn === which.taskArn) &&
      (which.startedBy === undefined || task.launch.input.startedBy === which.startedBy) &&
      (which.cluster === undefined || task.launch.cluster.name === which.cluster),
  );
}

function takeHostAway(tasks: Task[], spot: boolean): number {
  return endAll(tasks, (task) => {
    if (spot) return task.end({ stopCode: 'SpotInterruption', stoppedReason: 'Your Spot Task was interrupted.' });
    // A machine that is gone tells no exit codes, and AWS gives no stop code either.
    task.loseExitCodes();
    const machine = task.launch.instance?.ec2Id ?? 'i-0f00d00f00d00f00d';
    task.end({ stopCode: undefined, stoppedReason: `Host EC2 (instance ${machine}) terminated.`, byForce: true });
  });
}

function endAll(tasks: Task[], end: (task: Task) => void): number {
  tasks.forEach(end);
  return tasks.length;
}
