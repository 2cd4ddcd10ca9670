import type { Account } from '../account.js';
import { CannotPull, CannotStart, type OutputSink, type Programs } from '../programs/program.js';
import { logSink } from '../logs/log-sink.js';
import type { FakeContainer } from './fake-container.js';
import type { Task } from './task.js';
import { pullFailures, startFailures } from './failure-words.js';
import { readSecrets } from './read-secrets.js';
import { failedToStart } from './task-end.js';

/** Takes a task from RunTask to the moment its containers run; throws TaskEnds when it does not get there. */
export async function getReady(account: Account, task: Task): Promise<void> {
  const { delays } = account.setup;
  if (task.status === 'PROVISIONING') await stayIn(task, 'PROVISIONING', delays.provisioning);
  if (task.rule.start === 'no-capacity') throw failedToStart(startFailures['no-capacity']);
  task.enter('PENDING');
  await stayIn(task, 'PENDING', delays.pending);
  const programs = await account.programs();
  const secrets = task.containers.map((one) => readSecrets(account, task, one));
  const sinks = task.containers.map((one) => logSink(account, task, one));
  await pullImages(account, task, programs);
  for (const [n, container] of task.containers.entries()) {
    await start(task, container, programs, { secrets: secrets[n] ?? {}, onOutput: sinks[n] ?? (() => undefined) });
  }
}

async function stayIn(task: Task, phase: 'PROVISIONING' | 'PENDING', milliseconds: number): Promise<void> {
  // A phase without end is left by StopTask only.
  await task.stay(task.rule.stuck === phase ? 2 ** 31 - 1 : milliseconds);
}

async function pullImages(account: Account, task: Task, programs: Programs): Promise<void> {
  task.times.pullStartedAt = Date.now();
  await task.stay(account.setup.delays.pull);
  for (const container of task.containers) {
    const { image } = container.definition;
    try {
      if (task.rule.pull) throw new CannotPull(pullFailures[task.rule.pull](image));
      container.imageDigest = await programs.pull(image);
    } catch (cause) {
      if (!(cause instanceof CannotPull)) throw cause;
      container.reason = `CannotPullContainerError: ${cause.message}`;
      throw failedToStart(container.reason);
    }
  }
  task.times.pullStoppedAt = Date.now();
}

type Given = { readonly secrets: Readonly<Record<string, string>>; readonly onOutput: OutputSink };

async function start(task: Task, container: FakeContainer, programs: Programs, given: Given): Promise<void> {
  const { definition } = container;
  const override = task.launch.input.overrides?.containerOverrides?.find((one) => one.name === definition.name);
  const pairs = [...(definition.environment ?? []), ...(override?.environment ?? [])];
  try {
    if (task.rule.start === 'command-not-found') throw new CannotStart(startFailures['command-not-found']);
    const program = await programs.start({
      name: `fake-ecs-${task.id}-${definition.name}`,
      image: definition.image,
      entryPoint: definition.entryPoint,
      command: override?.command ?? definition.command,
      workingDirectory: definition.workingDirectory,
      hasInit: definition.linuxParameters?.initProcessEnabled === true,
      environment: {
        AWS_REGION: task.region,
        AWS_DEFAULT_REGION: task.region,
        AWS_EXECUTION_ENV: task.launch.on === 'EC2' ? 'AWS_ECS_EC2' : 'AWS_ECS_FARGATE',
        ...Object.fromEntries(pairs.map(({ name, value }) => [name, value])),
        ...given.secrets,
      },
      onOutput: given.onOutput,
    });
    container.runs(program, () => whenExited(task, container));
  } catch (cause) {
    if (!(cause instanceof CannotStart)) throw cause;
    container.reason = `CannotStartContainerError: ${cause.message}`;
    throw failedToStart(container.reason);
  }
}

function whenExited(task: Task, container: FakeContainer): void {
  task.version += 1;
  if (!container.isEssential) return;
  task.end({ stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' });
}
